package io.kefu.server.flow;

import io.kefu.server.conversation.Conversation;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Decision;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.routing.GroupSettings;
import io.kefu.server.routing.Ledger;
import io.kefu.server.routing.LedgerState;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Puts one command to its stream: the decision goes into the batch, and the stream's next tick is set. */
final class Decider {

    /** How far back a resend is looked for: in so many conversations of its visitor, as long as ids are unique. */
    static final int MOST_EARLIER = 16;

    private static final long IDS_UNIQUE_MILLIS = Duration.ofDays(7).toMillis();

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
            case Command.Forget _ -> throw new IllegalArgumentException("what is forgotten is not decided");
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
        deciding = known;
        ConversationState state = known.isEmpty() ? null : streams.conversation(known);
        if (state == null || !state.visitor().getId().equals(to.visitorId())) {
            begin(to, "", batch, now);
            return;
        }
        Optional<Outcome.Accepted> before = acceptedBefore(state, to.post(), now);
        if (before.isPresent()) {
            batch.answer(to.reply(), before.get());
        } else if (!goesOn(state, to, batch, now)) {
            begin(to, known, batch, now);
        }
    }

    /** A message that is sent again names no conversation either, and its own may be closed since. */
    private Optional<Outcome.Accepted> acceptedBefore(ConversationState latest, ConversationEvent.Post post, Now now) {
        Optional<Outcome.Accepted> found = Conversation.accepted(latest, post);
        ConversationState state = latest;
        for (int step = 0;
                step < MOST_EARLIER && found.isEmpty() && !state.previous().isEmpty();
                step++) {
            state = streams.conversation(state.previous());
            if (state.updatedMillis() < now.nowMillis() - IDS_UNIQUE_MILLIS) {
                return Optional.empty();
            }
            found = Conversation.accepted(state, post);
        }
        return found;
    }

    private boolean goesOn(ConversationState state, Command.ToVisitor to, Batch batch, Now now) {
        Decision decision = Conversation.decide(state, to.post(), now);
        if (decision.outcome() instanceof Outcome.NeedsNew) {
            return false;
        }
        batch.add(state, decision, to.reply(), to.origin(), to.receivedNanos());
        schedule(state, now);
        return true;
    }

    private void begin(Command.ToVisitor to, String previous, Batch batch, Now now) {
        ConversationState state = new ConversationState(newId());
        deciding = state.id();
        Decision decision = Conversation.decide(state, new ConversationEvent.First(to.post(), previous), now);
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
