package io.kefu.server.delivery;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who listens now. Owned by the delivery thread. */
final class Subscriptions {

    private final Map<String, List<Subscription>> visitors = new HashMap<>();
    private final AgentDesks agents;

    Subscriptions(Roster roster) {
        this.agents = new AgentDesks(roster);
    }

    Subscription add(Subscriber subscriber) {
        Subscription subscription = new Subscription(subscriber);
        switch (subscriber.audience()) {
            case Audience.VisitorAudience visitor ->
                visitors.computeIfAbsent(visitor.id(), id -> new ArrayList<>(1)).add(subscription);
            case Audience.AgentAudience agent -> agents.add(agent.id(), subscription);
            case Audience.KeyAudience _ -> {} // writes, and listens by webhook
        }
        return subscription;
    }

    void remove(Subscription subscription) {
        subscription.end();
        switch (subscription.subscriber().audience()) {
            case Audience.VisitorAudience visitor ->
                visitors.computeIfPresent(visitor.id(), (id, list) -> {
                    list.remove(subscription);
                    return list.isEmpty() ? null : list;
                });
            case Audience.AgentAudience agent -> agents.remove(agent.id(), subscription);
            case Audience.KeyAudience _ -> {}
        }
    }

    List<Subscription> visitor(String visitorId) {
        return visitors.getOrDefault(visitorId, List.of());
    }

    List<Subscription> agentsSeeing(ConversationSnapshot conversation) {
        return agents.seeing(conversation.getGroup(), conversation.getAgent().getId());
    }

    /** Those who see it now, and those who saw it before and must learn that it is gone. */
    List<Subscription> agentsSeeingEither(ConversationSnapshot before, ConversationSnapshot now) {
        List<Subscription> seeing = agentsSeeing(now);
        if (before == null
                || (before.getGroup().equals(now.getGroup())
                        && before.getAgent().getId().equals(now.getAgent().getId()))) {
            return seeing;
        }
        Set<Subscription> either = new LinkedHashSet<>(seeing);
        either.addAll(agentsSeeing(before));
        return List.copyOf(either);
    }

    List<Subscription> everyone(ConversationSnapshot conversation) {
        List<Subscription> all =
                new ArrayList<>(visitor(conversation.getVisitor().getId()));
        all.addAll(agentsSeeing(conversation));
        return all;
    }
}
