package io.kefu.server.app;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.RoutingEntry;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.RouteOperations;
import io.kefu.server.delivery.Transcript;
import io.kefu.server.delivery.Views;
import io.kefu.server.flow.Projection;
import io.kefu.server.intake.Refusal;
import io.kefu.storage.Storage;
import io.kefu.storage.fault.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Where conversations went, and where they would. */
final class RunningRoutes implements RouteOperations {

    private static final long MOST_BACK_MILLIS = Duration.ofDays(3 * 365L).toMillis();

    private final Function<Map<String, Object>, Candidate> candidates;
    private final InForce inForce;
    private final Views views;
    private final Storage storage;
    private final Clock clock;

    RunningRoutes(
            Function<Map<String, Object>, Candidate> candidates,
            InForce inForce,
            Views views,
            Storage storage,
            Clock clock) {
        this.candidates = candidates;
        this.inForce = inForce;
        this.views = views;
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public Object explain(String conversationId) {
        ConversationSnapshot conversation = views.find(conversationId).orElseThrow(Refusal::notFound);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("apiVersion", "kefu.io/v1");
        answer.put("kind", "RouteExplanation");
        answer.put("conversation_id", conversationId);
        answer.put("channel", conversation.getChannel());
        answer.put("state", Projection.word(conversation.getState()));
        answer.put("group", conversation.getGroup());
        answer.put("agent", conversation.getAgent().getId());
        answer.put(
                "decisions",
                conversation.getRoutingList().stream()
                        .map(RunningRoutes::decision)
                        .toList());
        answer.put("now", now(conversation));
        return answer;
    }

    private static Map<String, Object> decision(RoutingEntry entry) {
        return decision(
                Instant.ofEpochMilli(entry.getAtMs()).toString(),
                entry.getRouted().getRule(),
                entry.getRouted().getTo(),
                entry.getRouted().getWhyList());
    }

    private static Map<String, Object> decision(String at, String rule, String to, List<String> why) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("at", at);
        answer.put("rule", rule);
        answer.put("to", to);
        answer.put("why", List.copyOf(why));
        return answer;
    }

    private Map<String, Object> now(ConversationSnapshot conversation) {
        Instant at = clock.instant();
        NextWay way = NextWay.of(inForce.settings(), conversation, at.toEpochMilli());
        return decision(at.toString(), way.rule(), way.to(), way.why());
    }

    @Override
    public Object replay(Map<String, Object> request) {
        if (!(request.get("since_ms") instanceof Number since)
                || since.longValue() < 1
                || since.longValue() > MOST_BACK_MILLIS) {
            throw ConfigRequest.bad("since_ms must be from 1 to " + MOST_BACK_MILLIS + " milliseconds");
        }
        Settings settings = new Settings(candidates.apply(request).documents(), _ -> {});
        try {
            return new RouteReplay(storage.conversations(), new Transcript(storage.history()), settings)
                    .run(clock.millis() - since.longValue());
        } catch (StorageException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_UNAVAILABLE, e.getMessage());
        }
    }
}
