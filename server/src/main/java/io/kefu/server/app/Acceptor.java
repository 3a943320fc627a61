package io.kefu.server.app;

import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;

/**
 * The thread of a web server that accepts connections: it can be stopped without touching those that are there, and go on
 * with another listening socket. Helidon 4.5.0 has no public way (its suspend ends all connections), so this reaches into
 * the listener, whose accepting thread ends without a word while it is told that a checkpoint is being made.
 */
final class Acceptor {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Object listener;
    private final VarHandle socket;
    private final VarHandle thread;
    private final VarHandle checkpoint;
    private final MethodHandle newThread;

    /** Throws what keeps it from working with the web server that is there. */
    Acceptor(WebServer server) throws ReflectiveOperationException {
        MethodHandles.Lookup own = MethodHandles.lookup();
        MethodHandles.Lookup inServer = MethodHandles.privateLookupIn(server.getClass(), own);
        Map<?, ?> listeners = (Map<?, ?>) inServer.findVarHandle(server.getClass(), "listeners", Map.class)
                .get(server);
        listener = listeners.get(WebServer.DEFAULT_SOCKET_NAME);
        Class<?> type = listener.getClass();
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(type, own);
        socket = inside.findVarHandle(type, "serverSocket", ServerSocketChannel.class);
        thread = inside.findVarHandle(type, "serverThread", Thread.class);
        checkpoint = inside.findVarHandle(type, "inCheckpoint", boolean.class);
        newThread = inside.findVirtual(type, "initServerThread", MethodType.methodType(void.class));
    }

    /** On return none more is accepted; those that were go their way. Its socket is closed, for this process. */
    void pause() throws IOException, InterruptedException {
        checkpoint.setVolatile(listener, true);
        ((ServerSocketChannel) socket.getVolatile(listener)).close();
        Thread accepting = (Thread) thread.getVolatile(listener);
        if (!accepting.join(ENDS_WITHIN)) {
            throw new IOException("the web server did not stop accepting connections");
        }
    }

    /** Goes on after {@link #pause}, with this socket. */
    void resume(ServerSocketChannel next) throws IOException {
        if (((Thread) thread.getVolatile(listener)).isAlive()) {
            throw new IOException("the web server has not stopped accepting connections yet");
        }
        socket.setVolatile(listener, next);
        try {
            newThread.invoke(listener);
        } catch (Throwable e) { // what invoking a handle declares
            throw new IOException("the web server cannot accept connections again", e);
        }
        checkpoint.setVolatile(listener, false);
        ((Thread) thread.getVolatile(listener)).start();
    }
}
