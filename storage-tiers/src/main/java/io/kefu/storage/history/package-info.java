/** Reads across the tiers: joined, exact, bounded in time, and open about which tiers answered. */
package io.kefu.storage.history;
