package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kefu.server.admin.http.Json;
import io.kefu.server.gateway.EventLog.Batch;
import io.kefu.server.gateway.EventLog.Event;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/** How frames are written for clients that come by HTTP requests: as one JSON answer, or as Server-Sent Events. */
final class EventStream {
    private static final Json JSON = new Json(() -> {});

    /** When a broken stream is opened anew. */
    static final byte[] RETRY = "retry: 1000\n\n".getBytes(UTF_8);

    /** Nothing happened, and the connection lives. */
    static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private EventStream() {}

    /** The cursor of a client that has all up to this position. */
    static String cursor(String connection, long position) {
        return connection + "." + position;
    }

    /** The answer to a long poll; {@code how} null while the connection goes on. */
    static byte[] answer(String connection, long position, Batch batch, Closing how) {
        var bytes = new ByteArrayOutputStream();
        long reached =
                batch.events().isEmpty() ? position : batch.events().getLast().position();
        text(bytes, "{\"cursor\":\"" + cursor(connection, reached) + "\",\"events\":[");
        String before = "";
        for (Event event : batch.events()) {
            text(bytes, before);
            bytes.writeBytes(event.frame().payload);
            before = ",";
        }
        text(bytes, "]");
        if (how != null) {
            text(bytes, ",\"close\":");
            bytes.writeBytes(closing(how));
        }
        text(bytes, "}");
        return bytes.toByteArray();
    }

    /** As Server-Sent Events (HTML standard, section 9.2), one frame each. */
    static byte[] events(String connection, Batch batch) {
        var bytes = new ByteArrayOutputStream();
        for (Event event : batch.events()) {
            text(bytes, "id: " + cursor(connection, event.position()) + "\ndata: ");
            bytes.writeBytes(event.frame().payload); // JSON has no line break of its own
            text(bytes, "\n\n");
        }
        return bytes.toByteArray();
    }

    /** The last event of a stream. */
    static byte[] close(Closing how) {
        var bytes = new ByteArrayOutputStream();
        text(bytes, "event: close\ndata: ");
        bytes.writeBytes(closing(how));
        text(bytes, "\n\n");
        return bytes.toByteArray();
    }

    private static byte[] closing(Closing how) {
        return JSON.write(Map.of("code", how.code(), "reason", how.reason()));
    }

    private static void text(ByteArrayOutputStream bytes, String text) {
        bytes.writeBytes(text.getBytes(UTF_8));
    }
}
