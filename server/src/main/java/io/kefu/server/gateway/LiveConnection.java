package io.kefu.server.gateway;

/** What the gateway itself does with a connection, whatever carries it. */
interface LiveConnection extends Connection {
    /** What time brings; called by the one timer, at least when something is due; never blocks. */
    void tick(long now);

    /** Ends the connection whatever the peer does. Any thread; never blocks. */
    void cutOff();
}
