package io.kefu.server.flow;

import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Phases;
import io.kefu.server.routing.LedgerEvent;
import io.kefu.server.routing.LedgerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What everybody is asked when nobody knows who heard what: at the start, and when another configuration holds. */
final class Reconciliation {

    private Reconciliation() {}

    /** Whatever was asked of bots and ledgers and not answered before the last stop is asked again. */
    static List<Command> atStart(Streams streams, Collection<String> groups) {
        List<Command> commands = new ArrayList<>();
        for (LedgerState ledger : List.copyOf(streams.ledgers())) {
            ledger.queue().forEach(place -> unlessWanted(streams, ledger, place.getConversationId(), commands));
            ledger.holds().forEach(hold -> unlessWanted(streams, ledger, hold.getConversationId(), commands));
        }
        tickLedgers(streams, groups, commands);
        tell(streams, new ConversationEvent.Recover(), commands);
        return commands;
    }

    /** Deadlines may be others, free places may be found, and groups may be gone. */
    static List<Command> afterChange(Streams streams, Collection<String> groups) {
        List<Command> commands = new ArrayList<>();
        tickLedgers(streams, groups, commands);
        tell(streams, new ConversationEvent.Tick(), commands);
        return commands;
    }

    private static void unlessWanted(Streams streams, LedgerState ledger, String id, List<Command> to) {
        ConversationState state = streams.conversation(id);
        boolean wanted = state.group().equals(ledger.group())
                && (state.phase() == Phases.QUEUED || state.phase() == Phases.ASSIGNED);
        if (!wanted) {
            to.add(new Command.ToGroup(ledger.group(), new LedgerEvent.Leave(id, "not_wanted")));
        }
    }

    private static void tickLedgers(Streams streams, Collection<String> groups, List<Command> to) {
        Set<String> all = new LinkedHashSet<>(groups);
        streams.ledgers().forEach(ledger -> all.add(ledger.group()));
        all.forEach(group -> to.add(new Command.ToGroup(group, new LedgerEvent.Tick())));
    }

    private static void tell(Streams streams, ConversationEvent event, List<Command> to) {
        for (ConversationState state : streams.conversations()) {
            if (state.phase() != Phases.CLOSED) {
                to.add(Command.event(state.id(), event));
            }
        }
    }
}
