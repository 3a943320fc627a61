package io.kefu.kefuctl.load;

import io.kefu.kefuctl.load.wire.Codec;
import java.net.URI;
import java.util.List;

/**
 * Who talks to whom on which server.
 *
 * @param run a name that no earlier run had, which every message's id begins with
 */
public record Scene(URI server, Codec codec, String run, List<Part> parts) {

    /**
     * One conversation.
     *
     * @param visitor its visitor's token
     * @param agent the token of the agent who answers in it; empty when nobody does. Conversations with the same share a
     *     connection, as one agent's do
     * @param listeners tokens of others who see it, one connection for each
     */
    public record Part(String conversation, String visitor, String agent, List<String> listeners) {

        /** A visitor and the agent who answers. */
        public static Part pair(String conversation, String visitor, String agent) {
            return new Part(conversation, visitor, agent, List.of());
        }
    }

    public static Scene of(URI server, Codec codec, List<Part> parts) {
        return new Scene(server, codec, MessageId.newRun(), List.copyOf(parts));
    }
}
