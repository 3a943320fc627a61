package io.kefu.server.delivery;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.conversation.Phases;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which conversations are open, by the group that they lie with and by the agent who holds them, so that an agent who comes
 * is told of its own without a look at everybody's. Written and read by the delivery thread, and by the start before that.
 */
final class OpenConversations {

    private final Set<String> all = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> byGroup = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> byAgent = new ConcurrentHashMap<>();

    /** @param before null for one that was not here */
    void changed(ConversationSnapshot before, ConversationSnapshot now) {
        if (before != null && sameDesk(before, now)) {
            return;
        }
        if (before != null) {
            removed(before);
        }
        if (now.getState() != Phases.CLOSED) {
            all.add(now.getConversationId());
            add(byGroup, now.getGroup(), now.getConversationId());
            add(byAgent, now.getAgent().getId(), now.getConversationId());
        }
    }

    private static boolean sameDesk(ConversationSnapshot before, ConversationSnapshot now) {
        return (before.getState() == Phases.CLOSED) == (now.getState() == Phases.CLOSED)
                && before.getGroup().equals(now.getGroup())
                && before.getAgent().getId().equals(now.getAgent().getId());
    }

    void removed(ConversationSnapshot before) {
        all.remove(before.getConversationId());
        remove(byGroup, before.getGroup(), before.getConversationId());
        remove(byAgent, before.getAgent().getId(), before.getConversationId());
    }

    /** Those of a member's groups, and those that it holds, or all for one who supervises; each once. */
    Stream<String> of(Roster.Member member) {
        if (member.supervises()) {
            return all.stream();
        }
        return Stream.concat(
                        member.capacity().keySet().stream().map(byGroup::get),
                        Stream.of(member.id()).map(byAgent::get))
                .filter(found -> found != null)
                .flatMap(Set::stream)
                .distinct();
    }

    private static void add(Map<String, Set<String>> index, String key, String conversationId) {
        if (key.isEmpty()) {
            return; // of no group yet, or held by nobody: nobody is looked up by that
        }
        index.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(conversationId);
    }

    private static void remove(Map<String, Set<String>> index, String key, String conversationId) {
        index.computeIfPresent(key, (_, ids) -> {
            ids.remove(conversationId);
            return ids.isEmpty() ? null : ids;
        });
    }
}
