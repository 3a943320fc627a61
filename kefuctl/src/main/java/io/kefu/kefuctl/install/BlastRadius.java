package io.kefu.kefuctl.install;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Whom a change of the running server touches.
 *
 * @param connections of visitors and agents, which leave and come back
 * @param conversations that are open
 * @param seconds expected until all are back
 */
record BlastRadius(long connections, long conversations, long seconds) {

    /** Seen: two servers' start and the hand-over itself, with nobody connected. */
    private static final long LEAST_SECONDS = 4;

    /** So many are let in again each second by default ({@code limits.handshakesPerSecond}). */
    private static final long A_SECOND = 500;

    static Optional<BlastRadius> of(Optional<JsonNode> status) {
        return status.map(found -> {
            JsonNode connected = found.path("connections");
            JsonNode open = found.path("conversations");
            long connections =
                    connected.path("visitor").asLong() + connected.path("agent").asLong();
            long conversations = open.path("bot").asLong()
                    + open.path("queued").asLong()
                    + open.path("assigned").asLong();
            return new BlastRadius(connections, conversations, LEAST_SECONDS + connections / A_SECOND);
        });
    }

    String line() {
        return connections + (connections == 1 ? " connection leaves" : " connections leave") + " and "
                + (connections == 1 ? "comes" : "come") + " back; " + conversations
                + (conversations == 1 ? " conversation is" : " conversations are") + " open and "
                + (conversations == 1 ? "goes" : "go") + " on; about " + seconds + " s";
    }
}
