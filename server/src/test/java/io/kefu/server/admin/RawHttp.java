package io.kefu.server.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which a test writes what no client would. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;
    private final Socket socket;

    RawHttp(String base) throws IOException {
        URI uri = URI.create(base);
        socket = new Socket(uri.getHost(), uri.getPort());
    }

    /** Sends {@code request} and reads one answer, by its Content-Length. */
    String exchange(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(PATIENCE_MS);
        var head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return head.toString(StandardCharsets.UTF_8);
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        String length = text.replaceAll("(?is).*\r\ncontent-length: *(\\d+)\r\n.*", "$1");
        byte[] body = length.equals(text) ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        return text + new String(body, StandardCharsets.UTF_8);
    }

    /** Whether nothing more comes within a second, or the connection ends. */
    boolean silent() throws IOException {
        socket.setSoTimeout(1_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
