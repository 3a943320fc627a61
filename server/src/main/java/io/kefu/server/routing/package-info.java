/**
 * Where a conversation goes: rules choose a group or the bot, the group's ledger chooses the agent. Pure: same input, same
 * answer, explained. Nothing here reads a clock, waits, or touches a file or a socket.
 */
package io.kefu.server.routing;
