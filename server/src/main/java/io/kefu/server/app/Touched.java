package io.kefu.server.app;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.conversation.Phases;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Open conversations that other rules would send elsewhere, counted by rule. Only those with a bot or in a queue can be:
 * whoever has an agent stays there.
 *
 * @param rule the rule that sends them now, and where to; empty while their bot keeps them
 * @param next the rule that would
 */
record Touched(String rule, String to, String next, String nextTo, int conversations) {

    /** What is looked at, at most: a plan is to be there in seconds. */
    static final int MOST = 50_000;

    /** The most first. */
    static List<Touched> between(
            Settings before, Settings after, Collection<ConversationSnapshot> conversations, long nowMillis) {
        Map<Touched, Integer> counts = new LinkedHashMap<>();
        conversations.stream()
                .filter(each -> each.getState() == Phases.BOT || each.getState() == Phases.QUEUED)
                .limit(MOST)
                .forEach(each -> {
                    NextWay was = NextWay.of(before, each, nowMillis);
                    NextWay now = NextWay.of(after, each, nowMillis);
                    if (!was.to().equals(now.to())) {
                        counts.merge(new Touched(was.rule(), was.to(), now.rule(), now.to(), 0), 1, Integer::sum);
                    }
                });
        return counts.entrySet().stream()
                .map(each -> each.getKey().times(each.getValue()))
                .sorted((a, b) -> Integer.compare(b.conversations, a.conversations))
                .toList();
    }

    private Touched times(int count) {
        return new Touched(rule, to, next, nextTo, count);
    }

    Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("rule", rule);
        answer.put("to", to);
        answer.put("next_rule", next);
        answer.put("next_to", nextTo);
        answer.put("conversations", conversations);
        return answer;
    }
}
