/**
 * What a conversation is and how it changes. Pure: the same state, event and surroundings give the same decision. Nothing
 * here reads a clock, waits, or touches a file or a socket.
 */
package io.kefu.server.conversation;
