package io.kefu.kefuctl.load.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client's WebSocket (RFC 6455) on a blocking socket: one thread reads, any may send. Answers pings by itself. Meant for
 * a server on this machine: it checks no accept key and offers no extension.
 */
public final class WebSocketLink implements AutoCloseable {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int MOST_HEAD = 16 * 1024;
    private static final int MOST_PAYLOAD = 8 << 20;

    private final Socket socket;
    private final DataInputStream in;
    private String ending = "";
    private final Random masks = new Random(ThreadLocalRandom.current().nextLong());

    private WebSocketLink(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
    }

    /** Connected, and agreed on the subprotocol. */
    public static WebSocketLink open(URI server, String subprotocol) throws IOException {
        Socket socket = new Socket();
        boolean done = false;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
            WebSocketLink link = new WebSocketLink(socket);
            link.handshake(server, subprotocol);
            done = true;
            return link;
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    /** The request of a handshake. */
    public static byte[] request(URI server, String subprotocol) {
        return ("GET /ws/v1 HTTP/1.1\r\nHost: " + server.getHost() + ":" + server.getPort()
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: " + subprotocol
                        + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private void handshake(URI server, String subprotocol) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request(server, subprotocol));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
            if (head.length() > MOST_HEAD) {
                throw new IOException("the answer to the handshake has no end");
            }
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the handshake was refused: " + head);
        }
        socket.setSoTimeout(0);
    }

    /** One message in one frame. */
    public void send(boolean text, byte[] payload) throws IOException {
        write(text ? TEXT : BINARY, payload);
    }

    private synchronized void write(int opcode, byte[] payload) throws IOException {
        socket.getOutputStream().write(frame(opcode, payload, masks.nextInt()));
    }

    /** A client's frame, masked. */
    public static byte[] frame(boolean text, byte[] payload, int mask) {
        return frame(text ? TEXT : BINARY, payload, mask);
    }

    private static byte[] frame(int opcode, byte[] payload, int mask) {
        int length = payload.length;
        int head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
        byte[] frame = new byte[head + 4 + length];
        frame[0] = (byte) (0x80 | opcode);
        if (length < 126) {
            frame[1] = (byte) (0x80 | length);
        } else {
            frame[1] = (byte) (0x80 | (head == 4 ? 126 : 127));
            for (int i = 2; i < head; i++) {
                frame[i] = (byte) ((long) length >>> (8 * (head - 1 - i)));
            }
        }
        for (int i = 0; i < 4; i++) {
            frame[head + i] = (byte) (mask >>> (8 * (3 - i)));
        }
        for (int i = 0; i < length; i++) {
            frame[head + 4 + i] = (byte) (payload[i] ^ frame[head + (i & 3)]);
        }
        return frame;
    }

    /** From now on {@link #read} throws when it hears nothing for so long; without this it waits for ever. */
    public void waitAtMost(Duration silence) throws IOException {
        socket.setSoTimeout((int) silence.toMillis());
    }

    /** As the server said why it closed the connection: code and reason; empty when it said nothing. For who reads. */
    public String ending() {
        return ending;
    }

    private static String ending(byte[] payload) {
        if (payload.length < Short.BYTES) {
            return "";
        }
        ByteBuffer said = ByteBuffer.wrap(payload);
        return Short.toUnsignedInt(said.getShort()) + " " + UTF_8.decode(said);
    }

    /** The next message's payload; null when the server has closed the connection. */
    public byte[] read() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] payload = payload();
                switch (first & 0x0F) {
                    case CONTINUATION, TEXT, BINARY -> {
                        message.writeBytes(payload);
                        if ((first & 0x80) != 0) {
                            return message.toByteArray();
                        }
                    }
                    case PING -> write(PONG, payload);
                    case PONG -> {}
                    case CLOSE -> {
                        ending = ending(payload);
                        return null;
                    }
                    default -> throw new IOException("the server sent the opcode " + (first & 0x0F));
                }
            }
        } catch (EOFException e) {
            return null;
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if ((second & 0x80) != 0 || length < 0 || length > MOST_PAYLOAD) {
            throw new IOException("the server sent a frame that is masked or too large: " + length + " bytes");
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return payload;
    }

    /** Leaves at once, without a close frame. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
