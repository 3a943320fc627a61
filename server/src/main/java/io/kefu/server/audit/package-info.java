/**
 * What was changed, by whom and from where: an append-only log whose entries are chained by their digests. Whoever changes
 * something asks {@link io.kefu.server.audit.Audit} first.
 */
package io.kefu.server.audit;
