/** Projectors: threads that carry the journal's records into the tiers, each from its own cursor. */
package io.kefu.storage.projection;
