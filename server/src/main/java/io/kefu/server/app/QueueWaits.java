package io.kefu.server.app;

import io.kefu.monitoring.GroupMeters;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.conversation.Phases;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long conversations stand in a group's queue: from joining it to leaving it, whatever the reason, and nothing for one
 * that is served at once. Holds as many as wait. Owned by the delivery thread.
 */
final class QueueWaits {

    private record Waiting(String group, long sinceMillis) {}

    private final Map<String, Waiting> waiting = new HashMap<>();
    private final GroupMeters meters;

    QueueWaits(GroupMeters meters) {
        this.meters = meters;
    }

    /** A conversation changed; {@code before} is null for one that was not here. */
    void changed(ConversationSnapshot before, ConversationSnapshot now) {
        String id = now.getConversationId();
        boolean queued = now.getState() == Phases.QUEUED;
        Waiting place = waiting.get(id);
        if (place != null && !(queued && place.group().equals(now.getGroup()))) {
            waiting.remove(id);
            left(place, now.getUpdatedMs());
        } else if (place == null && servedAtOnce(before, now)) {
            left(new Waiting(now.getGroup(), now.getPersonAskedMs()), now.getUpdatedMs());
        }
        if (queued) {
            waiting.putIfAbsent(id, new Waiting(now.getGroup(), since(before, now)));
        }
    }

    /** It asked for a person and has one, both in one commit; one that an agent took from the bot never stood in line. */
    private static boolean servedAtOnce(ConversationSnapshot before, ConversationSnapshot now) {
        boolean wasElsewhere = before != null && before.getPersonAskedMs() == 0;
        return wasElsewhere && now.getState() == Phases.ASSIGNED && now.getPersonAskedMs() > 0;
    }

    /** Of one that is found waiting at a start it is known only when a person was asked for. */
    private static long since(ConversationSnapshot before, ConversationSnapshot now) {
        return before == null && now.getPersonAskedMs() > 0 ? now.getPersonAskedMs() : now.getUpdatedMs();
    }

    private void left(Waiting place, long nowMillis) {
        meters.queueWait(place.group(), Duration.ofMillis(Math.max(0, nowMillis - place.sinceMillis())));
    }
}
