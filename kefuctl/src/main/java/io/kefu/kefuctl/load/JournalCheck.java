package io.kefu.kefuctl.load;

import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * Holds what was acknowledged against what the server has, as its API tells it: every acknowledged message is there once,
 * under the number that the acknowledgement gave, and the numbers have no gap.
 */
public final class JournalCheck {
    private static final int PAGE = 200;
    private static final long WHOLE_WITHIN = TimeUnit.MINUTES.toNanos(10);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Rest rest;
    private final Scene scene;
    private long conversations;
    private long messages;
    private long lost;
    private long doubled;
    private long misnumbered;
    private long deadline;

    /**
     * What was found.
     *
     * @param conversations that were read from their first message to their last
     * @param messages that they hold
     * @param lost acknowledged, and not there
     * @param doubled there more than once
     * @param misnumbered gaps, and messages under another number than was acknowledged
     */
    public record Report(long conversations, long messages, long lost, long doubled, long misnumbered) {

        public static final Report NONE = new Report(0, 0, 0, 0, 0);

        public Report plus(Report other) {
            return new Report(
                    conversations + other.conversations,
                    messages + other.messages,
                    lost + other.lost,
                    doubled + other.doubled,
                    misnumbered + other.misnumbered);
        }

        public boolean sound() {
            return lost == 0 && doubled == 0 && misnumbered == 0;
        }
    }

    JournalCheck(Scene scene) {
        this.rest = new Rest(scene.server());
        this.scene = scene;
    }

    /** Reads whole conversations until so many messages were read, at least one. */
    Report of(Iterable<Talk> talks, long mostMessages) throws IOException, InterruptedException {
        deadline = System.nanoTime() + WHOLE_WITHIN;
        for (Talk talk : talks) {
            if (messages >= mostMessages) {
                break;
            }
            check(talk);
            conversations++;
        }
        return new Report(conversations, messages, lost, doubled, misnumbered);
    }

    private void check(Talk talk) throws IOException, InterruptedException {
        boolean[][] seen = {
            new boolean[(int) talk.visitor.sent() + 1],
            new boolean[talk.agent == null ? 0 : (int) talk.agent.sent() + 1]
        };
        long after = 0;
        JsonNode page = page(talk, after);
        while (!page.isEmpty()) {
            for (JsonNode message : page) {
                long seq = message.path("seq").asLong();
                misnumbered += seq == after + 1 ? 0 : 1;
                after = seq;
                messages++;
                note(talk, message, seq, seen);
            }
            page = page(talk, after);
        }
        for (Author author : talk.authors()) {
            boolean[] there = seen[author.agent ? 1 : 0];
            for (int number = 1; number < there.length; number++) {
                lost += author.seqOf(number) != Author.UNKNOWN && !there[number] ? 1 : 0;
            }
        }
    }

    private void note(Talk talk, JsonNode message, long seq, boolean[][] seen) {
        byte[] id = message.path("client_msg_id").asString("").getBytes(StandardCharsets.US_ASCII);
        if (id.length != MessageId.LENGTH
                || !new String(id, 0, MessageId.RUN, StandardCharsets.US_ASCII).equals(scene.run())
                || MessageId.digits(id, MessageId.TALK_AT, MessageId.TALK_DIGITS) != talk.index) {
            return;
        }
        boolean agents = id[MessageId.SIDE_AT] == 'a';
        int number = (int) MessageId.digits(id, MessageId.NUMBER_AT, MessageId.NUMBER_DIGITS);
        boolean[] there = seen[agents ? 1 : 0];
        if (number >= there.length) {
            misnumbered++; // nobody sent it
            return;
        }
        doubled += there[number] ? 1 : 0;
        there[number] = true;
        long acknowledged = talk.side(agents).seqOf(number);
        misnumbered += acknowledged != Author.UNKNOWN && acknowledged != seq ? 1 : 0;
    }

    /** While a tier catches up an answer may be partial; it is asked for again, for ten minutes in all. */
    private JsonNode page(Talk talk, long after) throws IOException, InterruptedException {
        String path =
                "/api/v1/conversations/" + talk.part.conversation() + "/messages?after=" + after + "&limit=" + PAGE;
        JsonNode answer = rest.get(path, talk.part.visitor());
        while (answer.path("partial").asBoolean(false)) {
            if (System.nanoTime() - deadline > 0) {
                throw new LoadException("the history stayed partial for ten minutes: " + path);
            }
            LockSupport.parkNanos(PAUSE);
            answer = rest.get(path, talk.part.visitor());
        }
        return answer.path("items");
    }
}
