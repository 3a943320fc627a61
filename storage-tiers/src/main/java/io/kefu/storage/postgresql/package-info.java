/** A tier in PostgreSQL 14 or newer: range partitions by month, and a search on tokens of our own in a {@code tsvector}. */
package io.kefu.storage.postgresql;
