package io.kefu.server.admin.http;

import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Puts an {@link Answer} on the wire, with the headers that every one has. */
final class Sending {
    /** What an API answer may do when a browser opens it as a page: nothing. */
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");

    private final Json json;

    Sending(Json json) {
        this.json = json;
    }

    /** The bytes of what is not a file. */
    byte[] bytes(Answer answer) {
        return switch (answer.body()) {
            case Answer.Json body -> json.write(body.value());
            case Answer.Bytes body -> body.bytes();
            case Answer.Nothing _ -> new byte[0];
            case Answer.FilePart _, Answer.Streamed _ ->
                throw new IllegalArgumentException("a stream is not held in memory");
        };
    }

    void send(ServerResponse response, Answer answer) throws IOException {
        response.status(Status.create(answer.status()));
        ALWAYS.forEach((name, value) -> set(response, name, value));
        answer.headers().forEach((name, value) -> set(response, name, value));
        switch (answer.body()) {
            case Answer.FilePart part -> stream(response, part);
            case Answer.Streamed streamed -> stream(response, streamed);
            default -> response.send(bytes(answer));
        }
    }

    private static void set(ServerResponse response, String name, String value) {
        response.headers().set(HeaderValues.create(name, value));
    }

    /** Closed only once it is whole: a failure must not look like an end. */
    private static void stream(ServerResponse response, Answer.Streamed streamed) throws IOException {
        OutputStream out = response.outputStream();
        streamed.writing().to(out);
        out.close();
    }

    private static void stream(ServerResponse response, Answer.FilePart part) throws IOException {
        response.contentLength(part.length());
        try (FileChannel file = FileChannel.open(part.file(), StandardOpenOption.READ);
                OutputStream out = response.outputStream();
                WritableByteChannel channel = Channels.newChannel(out)) {
            file.position(part.from());
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            long left = part.length();
            while (left > 0) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                int n = file.read(buffer);
                if (n < 0) {
                    throw new IOException(part.file() + " became shorter while it was read");
                }
                left -= n;
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        }
    }
}
