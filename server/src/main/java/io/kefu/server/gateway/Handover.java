package io.kefu.server.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a connection's socket out of the web server after the upgrade. Helidon 4.5.0 has no public way, so this reaches
 * into two fields of its {@code ConnectionHandler}: the channel, and the socket that the handler closes when it ends, in
 * whose place it gets one that does nothing. Nothing else in the project knows Helidon's inside; {@link HandoverTrial} tries
 * it at each start. Afterwards the web server's stop, idle timeout and limit of connections no longer see the connection.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    private static final String HANDLER = "io.helidon.webserver.ConnectionHandler";
    /** So that a peer that reads nothing shows soon, and costs the kernel no megabytes. Linux takes twice this. */
    private static final int SEND_BUFFER = 128 * 1024;

    private static final byte[] NOTHING = {};

    private final Class<?> handler;
    private final VarHandle channel;
    private final VarHandle socket;

    /** Throws what keeps it from working with the web server that is there. */
    Handover() throws ReflectiveOperationException {
        handler = Class.forName(HANDLER);
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(handler, MethodHandles.lookup());
        channel = inside.findVarHandle(handler, "socket", SocketChannel.class);
        socket = inside.findVarHandle(handler, "helidonSocket", HelidonSocket.class);
    }

    /** A socket that nobody but the caller has any more, and what was read of it already. */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Taken(SocketChannel channel, byte[] early) {}

    /** Whether this connection's socket can be taken: it is plain TCP. */
    boolean possible(ConnectionContext context) {
        return handler.isInstance(TimedConnections.own(context)) && !context.isSecure();
    }

    /**
     * Takes it, non-blocking from now on; on the connection's own thread, from {@code ServerConnection.handle}.
     *
     * @param ended run when the web server lets the connection go
     */
    Taken take(ConnectionContext context, Runnable ended) {
        ConnectionContext own = TimedConnections.own(context);
        DataReader reader = own.dataReader();
        byte[] early = reader.available() > 0 ? reader.readBytes(reader.available()) : NOTHING;
        SocketChannel taken = (SocketChannel) channel.get(own);
        socket.set(own, new Released(own.serverSocket(), ended));
        try {
            taken.setOption(StandardSocketOptions.TCP_NODELAY, true);
            taken.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            taken.configureBlocking(false);
        } catch (IOException e) {
            close(taken, e);
            throw new UncheckedIOException(e);
        }
        return new Taken(taken, early);
    }

    /** Closes a socket that nobody is going to serve. */
    static void drop(Taken taken) {
        try {
            taken.channel().close();
        } catch (IOException e) {
            LOG.debug("a socket that was taken could not be closed", e);
        }
    }

    private static void close(SocketChannel channel, IOException because) {
        try {
            channel.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** What the web server has in the place of the socket: it can be named and closed, and that is all. */
    private record Released(HelidonSocket before, Runnable ended) implements HelidonSocket {
        @Override
        public void close() {
            ended.run();
        }

        @Override
        public void idle() {}

        @Override
        public boolean isConnected() {
            return false;
        }

        @Override
        @SuppressWarnings("removal") // it must be there as long as the interface has it
        public int read(BufferData buffer) {
            return -1;
        }

        @Override
        public void write(BufferData buffer) {
            throw new UncheckedIOException(new IOException("this connection has left the web server"));
        }

        @Override
        public byte[] get() {
            return null;
        }

        @Override
        public PeerInfo remotePeer() {
            return before.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return before.localPeer();
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String socketId() {
            return before.socketId();
        }

        @Override
        public String childSocketId() {
            return before.childSocketId();
        }
    }
}
