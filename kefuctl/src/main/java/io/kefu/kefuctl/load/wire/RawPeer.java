package io.kefu.kefuctl.load.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** One end of TCP that keeps to no protocol: it sends what it is told, and reads when it is told. One thread at a time. */
public final class RawPeer implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 10_000;
    private static final int SMALL_BUFFER = 4 * 1024;
    private static final int MOST_HEAD = 16 * 1024;

    private final URI server;
    private final Socket socket = new Socket();

    private RawPeer(URI server) {
        this.server = server;
    }

    /** Connected; nothing was sent. What it does not read waits at the server, as its own buffer is small. */
    public static RawPeer connect(URI server) throws IOException {
        RawPeer peer = new RawPeer(server);
        boolean done = false;
        try {
            peer.socket.setReceiveBufferSize(SMALL_BUFFER);
            peer.socket.setTcpNoDelay(true);
            peer.socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
            peer.socket.setSoTimeout(ANSWER_MILLIS);
            done = true;
            return peer;
        } finally {
            if (!done) {
                peer.close();
            }
        }
    }

    /** The request of a WebSocket's handshake, compression asked for. */
    public byte[] request(Codec codec) {
        String plain = new String(WebSocketLink.request(server, codec.subprotocol()), ISO_8859_1);
        return plain.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    /** A WebSocket from now on, which has said this and heard the first bytes of an answer. */
    public void open(Codec codec, byte[] hello) throws IOException {
        send(request(codec));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0 || head.length() > MOST_HEAD) {
                throw new IOException("the handshake was not answered: " + head);
            }
            head.append((char) octet);
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the handshake was refused: " + head);
        }
        send(WebSocketLink.frame(
                codec.text(), hello, ThreadLocalRandom.current().nextInt()));
        if (in.read() < 0) {
            throw new IOException("hello was not answered");
        }
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** A client's frame of at most 65,535 bytes with this first byte, under a mask of zeros. */
    public static byte[] frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** Reads all that is left; whether the server has ended the connection, or does so within this time. */
    public boolean ended(Duration within) {
        byte[] rest = new byte[64 * 1024];
        long deadline = System.nanoTime() + within.toNanos();
        try {
            InputStream in = socket.getInputStream();
            while (true) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                socket.setSoTimeout((int) left);
                if (in.read(rest) < 0) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // a reset ends it as well
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
