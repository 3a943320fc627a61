package io.kefu.server.app;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.Opened;
import io.kefu.protocol.journal.v1.RoutingEntry;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings.Route;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.StoredHead;
import io.kefu.server.delivery.Transcript;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends the first message of each conversation of a time through other rules, as at the moment it was written, and counts
 * where it would have gone. Tags and the visitor's page are those that are known now: what they were then is not kept.
 */
final class RouteReplay {

    /** Beyond it the answer says that there are more. */
    static final int MOST = 100_000;

    private static final int EXAMPLES = 3;
    private static final int LOOKED_THROUGH = 20;
    private static final Audience READER = new Audience.AgentAudience("kefuctl");

    private final ConversationIndex index;
    private final Transcript transcript;
    private final Settings settings;
    private final Map<Way, List<String>> examples = new LinkedHashMap<>();
    private final Map<Way, Integer> counts = new LinkedHashMap<>();
    private int conversations;
    private int skipped;
    private boolean more;
    private boolean partial;

    private record Way(String rule, String to, String nextRule, String nextTo) {}

    RouteReplay(ConversationIndex index, Transcript transcript, Settings settings) {
        this.index = index;
        this.transcript = transcript;
        this.settings = settings;
    }

    /** @param sinceMillis conversations that began before are left out */
    Map<String, Object> run(long sinceMillis) {
        String last = "";
        List<ConversationRow> rows;
        do {
            rows = index.after(last, ConversationIndex.MOST);
            for (ConversationRow row : rows) {
                last = row.conversationId();
                if (row.createdAt() >= sinceMillis) {
                    replay(StoredHead.parse(row.conversationId(), row.head()));
                }
            }
            more = conversations >= MOST;
        } while (!rows.isEmpty() && !more);
        return answer();
    }

    private void replay(ConversationSnapshot conversation) {
        Optional<RoutingEntry> then = first(conversation);
        Optional<Message> message = firstOfVisitor(conversation);
        if (then.isEmpty() || message.isEmpty()) {
            skipped++;
            return;
        }
        conversations++;
        Route now = settings.policies()
                .route(atItsBeginning(conversation), message.get().getText(), true, conversation.getCreatedMs());
        Way way =
                new Way(then.get().getRouted().getRule(), then.get().getRouted().getTo(), now.rule(), NextWay.to(now));
        counts.merge(way, 1, Integer::sum);
        List<String> some = examples.computeIfAbsent(way, _ -> new ArrayList<>());
        if (some.size() < EXAMPLES) {
            some.add(conversation.getConversationId());
        }
    }

    /** The last decisions alone are kept: of many the first is not among them. */
    private static Optional<RoutingEntry> first(ConversationSnapshot conversation) {
        return conversation.getRoutingList().stream()
                .findFirst()
                .filter(entry -> entry.getAtMs() - conversation.getCreatedMs() <= 1_000);
    }

    private Optional<Message> firstOfVisitor(ConversationSnapshot conversation) {
        Transcript.Page page = transcript.read(conversation, Range.after(0, LOOKED_THROUGH), READER);
        partial |= page.partial();
        return page.messages().stream()
                .filter(message -> message.getAuthor().getKind() == PartyKind.PARTY_KIND_VISITOR)
                .findFirst();
    }

    private static ConversationState atItsBeginning(ConversationSnapshot conversation) {
        ConversationState state = new ConversationState(conversation.getConversationId());
        state.apply(
                Fact.newBuilder()
                        .setOpened(Opened.newBuilder()
                                .setChannel(conversation.getChannel())
                                .setVisitor(conversation.getVisitor())
                                .setEpoch(conversation.getEpoch()))
                        .build(),
                conversation.getCreatedMs());
        return state;
    }

    private Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("apiVersion", "kefu.io/v1");
        answer.put("kind", "RouteReplay");
        answer.put("revision", settings.documents().revision());
        answer.put("conversations", conversations);
        answer.put(
                "moved",
                counts.entrySet().stream()
                        .filter(each -> !each.getKey().to().equals(each.getKey().nextTo()))
                        .mapToInt(Map.Entry::getValue)
                        .sum());
        answer.put("skipped", skipped);
        answer.put("more", more);
        answer.put("partial", partial);
        answer.put(
                "ways",
                counts.entrySet().stream()
                        .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
                        .map(each -> way(each.getKey(), each.getValue()))
                        .toList());
        return answer;
    }

    private Map<String, Object> way(Way way, int count) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("conversations", count);
        answer.put("rule", way.rule());
        answer.put("to", way.to());
        answer.put("next_rule", way.nextRule());
        answer.put("next_to", way.nextTo());
        answer.put("moved", !way.to().equals(way.nextTo()));
        answer.put("examples", examples.get(way));
        return answer;
    }
}
