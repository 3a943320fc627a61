package io.kefu.server.app;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;

/** What a server has to give to a successor: its listening socket, and the clients that came by it. */
interface Place {
    /** Whether this can stop letting people in without sending anybody away. */
    boolean canYield();

    /** Of the listening socket. */
    int port();

    /** Clients that are connected. */
    int connections();

    /** From now on nobody is let in here. */
    void yieldPlace() throws IOException, InterruptedException;

    /** Tells the clients to go, and whoever still comes. */
    void leave(Duration spread);

    /** Lets people in again after {@link #yieldPlace}, by this socket. */
    void resume(ServerSocketChannel listener) throws IOException;

    /** Nobody more is told to go. */
    void stay();
}
