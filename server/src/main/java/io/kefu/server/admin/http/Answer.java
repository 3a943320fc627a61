package io.kefu.server.admin.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a call is answered with. Headers that every answer carries are added when it is sent. */
public record Answer(int status, Map<String, String> headers, Body body) {
    /** What follows the headers. */
    public sealed interface Body {}

    /** A value that is written as JSON. */
    public record Json(Object value) implements Body {}

    /** Bytes as they are. */
    // Written once and never changed.
    @SuppressWarnings("ArrayRecordComponent")
    public record Bytes(byte[] bytes) implements Body {}

    /** {@code length} bytes of a file from {@code from} on. */
    public record FilePart(Path file, long from, long length) implements Body {}

    /** What is written as it comes, of a length that nobody knows before. */
    public record Streamed(Writing writing) implements Body {}

    /** Writes a body. What it throws leaves the body without its end, which the caller sees as a broken connection. */
    @FunctionalInterface
    public interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Nothing. */
    public record Nothing() implements Body {}

    public static Answer json(int status, Object value) {
        return new Answer(status, Map.of("Content-Type", "application/json"), new Json(value));
    }

    public static Answer ok(Object value) {
        return json(200, value);
    }

    public static Answer created(Object value) {
        return json(201, value);
    }

    public static Answer noContent() {
        return new Answer(204, Map.of(), new Nothing());
    }

    public static Answer bytes(String contentType, byte[] bytes) {
        return new Answer(200, Map.of("Content-Type", contentType), new Bytes(bytes));
    }

    public static Answer file(String contentType, Path file, long length) {
        return new Answer(200, Map.of("Content-Type", contentType), new FilePart(file, 0, length));
    }

    public static Answer streamed(String contentType, Writing writing) {
        return new Answer(200, Map.of("Content-Type", contentType), new Streamed(writing));
    }

    /** This with a header set. */
    public Answer header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    public Answer status(int other) {
        return new Answer(other, headers, body);
    }
}
