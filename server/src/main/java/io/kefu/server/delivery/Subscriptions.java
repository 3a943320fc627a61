package io.kefu.server.delivery;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who listens now. Owned by the delivery thread. */
final class Subscriptions {

    private final Map<String, List<Subscription>> visitors = new HashMap<>();
    private final LinkedHashMap<String, Subscription> agents = new LinkedHashMap<>();
    private final Visibility visibility;

    Subscriptions(Visibility visibility) {
        this.visibility = visibility;
    }

    Subscription add(Subscriber subscriber) {
        Subscription subscription = new Subscription(subscriber);
        switch (subscriber.audience()) {
            case Audience.VisitorAudience visitor ->
                visitors.computeIfAbsent(visitor.id(), id -> new ArrayList<>(1)).add(subscription);
            case Audience.AgentAudience _ -> agents.put(subscriber.connectionId(), subscription);
            case Audience.KeyAudience _ -> {} // writes, and listens by webhook
        }
        return subscription;
    }

    void remove(Subscription subscription) {
        subscription.end();
        Subscriber subscriber = subscription.subscriber();
        agents.remove(subscriber.connectionId());
        visitors.computeIfPresent(subscriber.audience().id(), (id, list) -> {
            list.remove(subscription);
            return list.isEmpty() ? null : list;
        });
    }

    List<Subscription> visitor(String visitorId) {
        return visitors.getOrDefault(visitorId, List.of());
    }

    Collection<Subscription> agents() {
        return agents.values();
    }

    List<Subscription> agentsSeeing(ConversationSnapshot conversation) {
        return agentsSeeingEither(null, conversation);
    }

    /** Those who see it now, and those who saw it before and must learn that it is gone. */
    List<Subscription> agentsSeeingEither(ConversationSnapshot before, ConversationSnapshot now) {
        if (agents.isEmpty()) {
            return List.of();
        }
        return agents.values().stream()
                .filter(to -> sees(to, now) || (before != null && sees(to, before)))
                .toList();
    }

    private boolean sees(Subscription to, ConversationSnapshot conversation) {
        return visibility.sees(to.subscriber().audience(), conversation);
    }

    List<Subscription> everyone(ConversationSnapshot conversation) {
        List<Subscription> all =
                new ArrayList<>(visitor(conversation.getVisitor().getId()));
        all.addAll(agentsSeeing(conversation));
        return all;
    }
}
