/** The journal, the tiers, the projectors between them, history reads and search across them. */
package io.kefu.storage;
