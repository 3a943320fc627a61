package io.kefu.kefuctl.load.client;

import io.kefu.kefuctl.load.LoadException;
import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Holds what the two sides of conversations were acknowledged against what the server's journal has. */
public final class Account {
    private static final int PAGE = 200;
    private static final long WHOLE_WITHIN = TimeUnit.SECONDS.toNanos(60);

    private final Rest rest;
    private long messages;
    private long lost;
    private long doubled;
    private long reordered;
    private long untold;

    /**
     * What was found.
     *
     * @param messages that the journal has
     * @param lost acknowledged, and not there under that number
     * @param doubled there more than once
     * @param reordered there before one that the same side wrote earlier, or after a gap
     * @param untold there, and one of the two sides was not told
     */
    public record Found(long messages, long lost, long doubled, long reordered, long untold) {
        public boolean sound() {
            return lost == 0 && doubled == 0 && reordered == 0 && untold == 0;
        }
    }

    public Account(Rest rest) {
        this.rest = rest;
    }

    /** Of all conversations that were given to {@link #check}. */
    public Found found() {
        return new Found(messages, lost, doubled, reordered, untold);
    }

    /** Reads a conversation whole, with the first one's token. */
    public void check(List<Client> sides) throws IOException, InterruptedException {
        Map<String, Long> there = new HashMap<>();
        List<String> order = new ArrayList<>();
        Client reader = sides.getFirst();
        long after = 0;
        JsonNode page = page(reader, after);
        while (!page.isEmpty()) {
            for (JsonNode message : page) {
                long seq = message.path("seq").asLong();
                reordered += seq == after + 1 ? 0 : 1;
                after = seq;
                messages++;
                String id = message.path("client_msg_id").asString("");
                if (!id.isEmpty()) {
                    doubled += there.put(id, seq) == null ? 0 : 1;
                    order.add(id);
                }
            }
            page = page(reader, after);
        }
        for (Client side : sides) {
            untold += Math.max(0, after - side.whole());
            check(side, there, order);
        }
    }

    private void check(Client side, Map<String, Long> there, List<String> order) {
        List<Long> numbers = side.numbers();
        for (int i = 0; i < numbers.size(); i++) {
            Long acknowledged = numbers.get(i);
            lost += acknowledged != null && !acknowledged.equals(there.get(side.name() + "-" + i)) ? 1 : 0;
        }
        int last = -1;
        for (String id : order) {
            if (id.startsWith(side.name() + "-")) {
                int number = Integer.parseInt(id.substring(side.name().length() + 1));
                reordered += number > last ? 0 : 1;
                last = Math.max(last, number);
            }
        }
    }

    /** While a tier catches up an answer may be partial; it is asked for again, at most for a minute. */
    private JsonNode page(Client reader, long after) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + WHOLE_WITHIN;
        String path = "/api/v1/conversations/" + reader.conversation() + "/messages?after=" + after + "&limit=" + PAGE;
        JsonNode answer = rest.get(path, reader.token());
        while (answer.path("partial").asBoolean(false)) {
            if (System.nanoTime() > deadline) {
                throw new LoadException("the history stayed partial for a minute: " + path);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            answer = rest.get(path, reader.token());
        }
        return answer.path("items");
    }
}
