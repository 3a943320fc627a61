/** Engines elsewhere that fail in every way under a storage that is written to and read. */
package io.kefu.bench.faults;
