/**
 * The one place where conversations and ledgers change: commands are decided in order, what they lead to goes to the
 * journal as one batch, and only after the commit is anyone told.
 */
package io.kefu.server.flow;
