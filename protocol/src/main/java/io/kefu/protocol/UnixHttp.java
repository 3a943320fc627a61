package io.kefu.protocol;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 request (RFC 9112) over a socket file, as a server's {@code admin.sock}: the Java platform's own clients know
 * TCP alone.
 */
public final class UnixHttp {
    private static final int MOST_HEAD = 64 * 1024;

    private UnixHttp() {}

    /**
     * An answer whose body is still to be read; closing it ends the connection.
     *
     * @param headers by their names in small letters
     */
    public record Reply(int status, Map<String, String> headers, InputStream body) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /**
     * Asks.
     *
     * @param headers one that holds a line's end or another control character is refused, and not quoted
     * @param patience how long it may take in all; zero for no bound
     */
    public static Reply call(
            Path socket, String method, String target, Map<String, String> headers, byte[] body, Duration patience)
            throws IOException {
        byte[] head = request(method, target, headers, body);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Thread watch = watch(channel, patience);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            send(channel, head, body);
            return reply(new Ending(Channels.newInputStream(channel), channel, watch));
        } catch (IOException | RuntimeException e) {
            watch.interrupt();
            channel.close();
            throw e;
        }
    }

    /** A blocking channel has no time-out of its own. */
    private static Thread watch(SocketChannel channel, Duration patience) {
        return Thread.startVirtualThread(() -> {
            try {
                if (!patience.isZero()) {
                    Thread.sleep(patience);
                    channel.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // it was in time
            } catch (IOException e) {
                // It is closed then, or was never open: whoever reads hears of it.
            }
        });
    }

    private static byte[] request(String method, String target, Map<String, String> headers, byte[] body)
            throws IOException {
        check("the target", target);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            check("the header " + header.getKey(), header.getValue());
        }
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        head.append("Host: localhost\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** It would end the line, and be another header or another request. The value may be a token: it is not told. */
    private static void check(String what, String value) throws IOException {
        if (value.chars().anyMatch(each -> each < ' ' || each == 0x7f)) {
            throw new IOException(what + " holds a control character");
        }
    }

    private static void send(SocketChannel channel, byte[] head, byte[] body) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    private static Reply reply(InputStream in) throws IOException {
        String[] lines = head(in).split("\r\n", -1);
        String[] first = lines[0].split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
            throw new IOException("this is no HTTP: " + lines[0]);
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        int status = Integer.parseInt(first[1]);
        return new Reply(status, headers, body(in, status, headers));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int state = 0;
        while (state < 4) {
            int next = in.read();
            if (next < 0 || head.size() > MOST_HEAD) {
                throw new EOFException("the answer ends in its head");
            }
            head.write(next);
            state = next == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1).strip();
    }

    /** What it ends with: some answers have none, whatever they say (section 6.3). */
    private static InputStream body(InputStream in, int status, Map<String, String> headers) {
        if (status == 204 || status == 304) {
            return new Sized(in, 0);
        }
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new Chunks(in);
        }
        String length = headers.get("content-length");
        return length == null ? in : new Sized(in, Long.parseLong(length));
    }

    /** Ends connection and watch with the body. */
    private static final class Ending extends FilterInputStream {
        private final SocketChannel channel;
        private final Thread watch;

        Ending(InputStream in, SocketChannel channel, Thread watch) {
            super(new BufferedInputStream(in));
            this.channel = channel;
            this.watch = watch;
        }

        @Override
        public void close() throws IOException {
            watch.interrupt();
            channel.close();
        }
    }

    /** A body of a known length: one that ends before it is an error. */
    private static final class Sized extends FilterInputStream {
        private long left;

        Sized(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(to, from, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException(left + " bytes are missing");
            }
            left -= count;
            return count;
        }
    }

    /** A body in chunks (section 7.1). */
    private static final class Chunks extends FilterInputStream {
        private long left;
        private boolean begun;
        private boolean ended;

        Chunks(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            if (left == 0 && !ended) {
                next();
            }
            if (ended) {
                return -1;
            }
            int count = in.read(to, from, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the answer broke off");
            }
            left -= count;
            return count;
        }

        private void next() throws IOException {
            if (begun) {
                line();
            }
            begun = true;
            String size = line();
            left = Long.parseLong(size.split(";", 2)[0].strip(), 16);
            ended = left == 0;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0 || line.length() > 1_000) {
                    throw new EOFException("the answer broke off");
                }
                line.append((char) next);
            }
            return line.toString().strip();
        }
    }
}
