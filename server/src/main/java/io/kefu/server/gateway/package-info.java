/**
 * Sockets: RFC 6455 on the web server's upgrade, heartbeats, back-pressure, drain. Whoever stands above sees a {@link
 * io.kefu.server.gateway.Connection} and implements a {@link io.kefu.server.gateway.ConnectionListener}; bytes, frames
 * and timers stay in here.
 */
package io.kefu.server.gateway;
