package io.kefu.storage.engines;

import io.kefu.storage.engines.Faults.Passage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on loopback between a client and an engine that delays, slows, holds, loses and cuts what passes. A fault
 * counts for open connections and for new ones, until {@link #heal()}. Two virtual threads a connection.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 256;

    private final InetSocketAddress engine;
    private final ServerSocket listener;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final CurrentFaults faults = new CurrentFaults();
    private volatile boolean refusing;

    private FaultProxy(InetSocketAddress engine) throws IOException {
        this.engine = engine;
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    }

    /** In front of an engine, from now until {@link #close()}. */
    public static FaultProxy to(EngineAddress engine) {
        return to(engine.host(), engine.port());
    }

    public static FaultProxy to(String host, int port) {
        try {
            FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port));
            Thread.ofVirtual().name("fault-proxy-" + proxy.port()).start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Connections that are open now. */
    public int connections() {
        return connections.size();
    }

    /** Each answer comes so much later: "3 s a call". */
    public void delay(Duration each) {
        faults.change(now -> new Faults(now.toEngine(), now.toClient(), each, now.bytesPerSecond()));
    }

    /** So many bytes a second pass, in each direction of each connection. */
    public void slow(long bytesPerSecond) {
        faults.change(now -> new Faults(now.toEngine(), now.toClient(), now.delay(), bytesPerSecond));
    }

    /** Nothing passes, connections stay open; what was sent meanwhile arrives after {@link #heal()}. */
    public void hold() {
        faults.change(now -> now.passages(Passage.HELD, Passage.HELD));
    }

    /** Nothing passes and what is sent is lost; connections that lost something are reset by {@link #heal()}. */
    public void drop() {
        faults.change(now -> now.passages(Passage.LOST, Passage.LOST));
    }

    /** Requests arrive and are carried out, their answers are lost: the client cannot know. */
    public void dropAnswers() {
        faults.change(now -> now.passages(Passage.OPEN, Passage.LOST));
    }

    /** Resets every open connection, with RST and not FIN. New ones may come. */
    public void reset() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Resets every open connection and every new one, as if nothing listened, until {@link #heal()}. */
    public void refuse() {
        refusing = true;
        reset();
    }

    /** Lets so many bytes of requests through, counted over all connections from now, and resets the one that sends more. */
    public void resetAfter(long requestBytes) {
        faults.allowRequests(requestBytes);
    }

    /** Ends every fault. */
    public void heal() {
        refusing = false;
        faults.heal();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                take(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void take(Socket client) {
        if (refusing) {
            ProxiedConnection.reset(client);
            return;
        }
        try {
            ProxiedConnection connection = new ProxiedConnection(
                    client, new Socket(engine.getAddress(), engine.getPort()), faults, connections::remove);
            connections.add(connection);
            connection.start();
        } catch (IOException e) {
            ProxiedConnection.reset(client); // the engine takes none: neither does the proxy
        }
    }
}
