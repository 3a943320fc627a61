/**
 * The revisions of the configuration that were in force, kept in the data directory: who put each there, when and why, and
 * all that it said, sealed. Knows no kind of document and no room.
 */
package io.kefu.server.revision;
