/** Messages of a period, out of the tiers and into a file of a well-known form. */
package io.kefu.storage.export;
