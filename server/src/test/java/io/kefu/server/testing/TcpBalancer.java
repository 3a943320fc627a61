package io.kefu.server.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A balancer that passes TCP on to a port of this machine, each connection after these bytes. */
public final class TcpBalancer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final int port;
    private final byte[] first;

    public TcpBalancer(int port, byte[] first) throws IOException {
        this.port = port;
        this.first = first.clone();
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                open.add(client);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(server);
                server.getOutputStream().write(first);
                Thread.startVirtualThread(() -> pass(client, server));
                Thread.startVirtualThread(() -> pass(server, client));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                OutputStream out = to.getOutputStream()) {
            from.getInputStream().transferTo(out);
        } catch (IOException _) {
            return; // one of the two has closed it: both are closed now
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
