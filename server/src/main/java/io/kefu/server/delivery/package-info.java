/**
 * From what is durable to whoever must see it: who sees which conversation, in what form, in which order, and that it
 * arrived. Owns the port that sockets and channels implement.
 */
package io.kefu.server.delivery;
