package io.kefu.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A WebSocket client that sends exactly the bytes that it is told to. Reads time out after a minute. */
public final class RawWebSocket implements AutoCloseable {
    /** The key of RFC 6455's own example. */
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Socket socket;
    private final DataInputStream in;

    /** A frame from the server. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier; nothing compares two of them
    public record Received(int opcode, boolean fin, int reserved, byte[] payload) {
        public String text() {
            return new String(payload, UTF_8);
        }

        /** Of a close frame; 1005 when there is none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    /** A TCP connection; nothing is sent yet. */
    public RawWebSocket(int port) throws IOException {
        this(port, 0);
    }

    /** A TLS connection; the handshake of TLS is done. */
    public RawWebSocket(int port, SSLContext tls) throws IOException {
        this(port, 0, tls);
    }

    /** With a receive buffer of about this size, so that a peer that writes much soon notices. */
    public RawWebSocket(int port, int receiveBuffer) throws IOException {
        this(port, receiveBuffer, null);
    }

    /** As the others; without TLS when there is no context for it. */
    public RawWebSocket(int port, int receiveBuffer, SSLContext tls) throws IOException {
        this(port, receiveBuffer, tls, new byte[0]);
    }

    /** As the others; {@code first} goes before everything, in clear. */
    public RawWebSocket(int port, int receiveBuffer, SSLContext tls, byte[] first) throws IOException {
        Socket plain = new Socket();
        if (receiveBuffer > 0) {
            plain.setReceiveBufferSize(receiveBuffer);
        }
        plain.setTcpNoDelay(true);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
        plain.setSoTimeout((int) PATIENCE.toMillis());
        plain.getOutputStream().write(first);
        socket = tls == null ? plain : tls.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connected and agreed on the subprotocol. */
    public static RawWebSocket open(int port, String subprotocol) throws IOException {
        RawWebSocket socket = new RawWebSocket(port);
        socket.open(subprotocol);
        return socket;
    }

    /** The handshake; fails unless it is accepted. */
    public void open(String subprotocol) throws IOException {
        send(handshake("/ws/v1", "Sec-WebSocket-Protocol: " + subprotocol).getBytes(ISO_8859_1));
        String answer = head();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("The handshake was refused: " + answer);
        }
    }

    /** The text of a handshake with these header lines more. */
    public static String handshake(String path, String... headers) {
        return "GET " + path
                + " HTTP/1.1\r\nHost: kefu.test\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n";
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public void send(RawFrame frame) throws IOException {
        send(frame.bytes());
    }

    /** The head of an HTTP answer, up to and with the empty line. */
    public String head() throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) in.readUnsignedByte());
        }
        return text.toString();
    }

    /** So many bytes of a body, as text. */
    public String text(int bytes) throws IOException {
        byte[] body = new byte[bytes];
        in.readFully(body);
        return new String(body, UTF_8);
    }

    /** Everything up to the end of the stream. */
    public String rest() throws IOException {
        var all = new ByteArrayOutputStream();
        in.transferTo(all);
        return all.toString(UTF_8);
    }

    /** The next frame; {@link java.io.EOFException} when the server has closed. */
    public Received read() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = switch (second) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> second;
        };
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Received(first & 0x0F, (first & 0x80) != 0, first & 0x70, payload);
    }

    /** The next frame that is no ping. */
    public Received readSkippingPings() throws IOException {
        Received frame = read();
        while (frame.opcode() == 0x9) {
            frame = read();
        }
        return frame;
    }

    /** Reads up to the close frame and gives its code. */
    public int readClose() throws IOException {
        Received frame = read();
        while (frame.opcode() != 0x8) {
            frame = read();
        }
        return frame.closeCode();
    }

    /** Sends FIN; reading goes on. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Sends RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
