package io.kefu.bench.kill;

import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Reads a conversation by REST, page by page. */
final class CatchUp {
    private static final int PAGE = 200;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NANOS = 50_000_000;

    /** Gets each message, in the order of its numbers. */
    interface Reader {
        void message(long seq, Stored message);
    }

    private final Rest rest;
    private final String token;

    CatchUp(Rest rest, String token) {
        this.rest = rest;
        this.token = token;
    }

    /** All after one number up to another; throws when they do not come. */
    void read(String conversationId, long after, long last, Reader to) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long seq = after;
        while (seq < last) {
            JsonNode page = rest.get(
                    "/api/v1/conversations/" + conversationId + "/messages?after=" + seq + "&limit=" + PAGE, token);
            for (JsonNode message : page.path("items")) {
                seq = message.path("seq").asLong();
                to.message(seq, stored(message));
            }
            if (page.path("items").isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("the history of " + conversationId + " ends at " + seq + " before " + last);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static Stored stored(JsonNode message) {
        if (message.path("hidden").asBoolean(false)) {
            return Stored.hiddenOne();
        }
        JsonNode author = message.path("author");
        return new Stored(
                message.path("message_id").asString(""),
                message.path("client_msg_id").asString(""),
                author.path("kind").asString("") + ":" + author.path("id").asString(""),
                message.path("text").asString(""),
                false,
                message.path("private").asBoolean(false));
    }
}
