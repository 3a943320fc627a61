package io.kefu.server.flow;

import io.kefu.server.conversation.Conversation;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Decision;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.routing.GroupSettings;
import io.kefu.server.routing.Ledger;
import io.kefu.server.routing.LedgerState;
import java.security.SecureRandom;
import java.util.Base64;

/** Puts one command to its stream: the decision goes into the batch, and the stream's next tick is set. */
final class Decider {

    private final Streams streams;
    private final Deadlines deadlines;
    private final SecureRandom random = new SecureRandom();
    private String deciding = "";

    Decider(Streams streams, Deadlines deadlines) {
        this.streams = streams;
        this.deadlines = deadlines;
    }

    /** The stream of the last command; empty when that had none yet. */
    String deciding() {
        return deciding;
    }

    void decide(Command command, Batch batch, Now now) {
        deciding = "";
        switch (command) {
            case Command.ToConversation to -> toConversation(to, batch, now);
            case Command.ToVisitor to -> toVisitor(to, batch, now);
            case Command.ToGroup to -> toGroup(to, batch, now);
        }
    }

    private void toConversation(Command.ToConversation to, Batch batch, Now now) {
        deciding = to.conversationId();
        ConversationState state = streams.conversation(to.conversationId());
        Decision decision = Conversation.decide(state, to.event(), now);
        batch.add(state, decision, to.reply(), to.origin(), to.receivedNanos());
        schedule(state, now);
    }

    private void toVisitor(Command.ToVisitor to, Batch batch, Now now) {
        String latest = streams.latestOf(to.visitorId());
        String known = latest.isEmpty() ? to.latest() : latest;
        if (known.isEmpty() || !goesOn(known, to, batch, now)) {
            begin(to, batch, now);
        }
    }

    private boolean goesOn(String known, Command.ToVisitor to, Batch batch, Now now) {
        deciding = known;
        ConversationState state = streams.conversation(known);
        if (!state.exists() || !state.visitor().getId().equals(to.visitorId())) {
            return false;
        }
        Decision decision = Conversation.decide(state, to.post(), now);
        if (decision.outcome() instanceof Outcome.NeedsNew) {
            return false;
        }
        batch.add(state, decision, to.reply(), to.origin(), to.receivedNanos());
        schedule(state, now);
        return true;
    }

    private void begin(Command.ToVisitor to, Batch batch, Now now) {
        ConversationState state = new ConversationState(newId());
        deciding = state.id();
        Decision decision = Conversation.decide(state, to.post(), now);
        streams.keep(state);
        batch.add(state, decision, to.reply(), to.origin(), to.receivedNanos());
        schedule(state, now);
    }

    /** Also when nothing follows: what is due later may be due at another time now. */
    private void toGroup(Command.ToGroup to, Batch batch, Now now) {
        deciding = Streams.GROUP_PREFIX + to.group();
        LedgerState ledger = streams.ledger(to.group());
        GroupSettings settings = now.policies().groupSettings(to.group(), now.nowMillis());
        batch.add(ledger, Ledger.decide(ledger, to.event(), settings, now.nowMillis()));
        deadlines.set(deciding, Ledger.deadline(ledger, settings));
    }

    private void schedule(ConversationState state, Now now) {
        deadlines.set(state.id(), Conversation.deadline(state, now));
    }

    /** A new conversation's id, or an incident's: 128 random bits, URL-safe. */
    String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return "c" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
