package io.kefu.server.app;

import io.kefu.config.Change;
import io.kefu.config.Change.Action;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.conversation.Phases;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** A document that goes while open conversations use it. */
record InUse(String kind, String name, long conversations) {

    static List<InUse> of(List<Change> changes, Collection<ConversationSnapshot> conversations) {
        return changes.stream()
                .filter(change -> change.action() == Action.REMOVE)
                .map(change -> new InUse(
                        change.kind(),
                        change.name(),
                        conversations.stream()
                                .filter(each -> each.getState() != Phases.CLOSED)
                                .filter(uses(change.kind(), change.name()))
                                .count()))
                .filter(use -> use.conversations > 0)
                .toList();
    }

    private static Predicate<ConversationSnapshot> uses(String kind, String name) {
        return switch (kind) {
            case "Channel" -> each -> each.getChannel().equals(name);
            case "Group" -> each -> each.getGroup().equals(name);
            case "Agent" -> each -> each.getAgent().getId().equals(name);
            case "AutoReply" ->
                each -> each.getState() == Phases.BOT && each.getAutoReply().equals(name);
            default -> each -> false;
        };
    }
}
