/** What the tiers' engines take and give, over the same corpus. */
package io.kefu.bench.storage;
