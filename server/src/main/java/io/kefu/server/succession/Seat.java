package io.kefu.server.succession;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/**
 * A channel for a listening descriptor that is yet to come. Java has no way to make one, so a channel of its own, on a free
 * port of this machine alone, has its descriptor replaced. Finding that takes as long as all of the machine's connections take
 * to be read, so it is found before anybody waits.
 */
final class Seat implements AutoCloseable {
    private static final int CLOSE_ON_EXEC = 0x80000;

    private final ServerSocketChannel channel;
    private final int own;
    private boolean taken;

    private Seat(ServerSocketChannel channel, int own) {
        this.channel = channel;
        this.own = own;
    }

    static Seat prepare() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        boolean done = false;
        try {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int own = Listeners.at((InetSocketAddress) channel.getLocalAddress());
            done = true;
            return new Seat(channel, own);
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    /** The channel for this descriptor, which is the channel's from now on. Once. */
    ServerSocketChannel take(int descriptor) throws IOException {
        Posix.replace(descriptor, own, CLOSE_ON_EXEC);
        Posix.close(descriptor);
        taken = true;
        return channel;
    }

    /** One that nobody has taken is gone. */
    @Override
    public void close() throws IOException {
        if (!taken) {
            channel.close();
        }
    }
}
