/** Tiers held against one another by day, and mended from one another. */
package io.kefu.storage.repair;
