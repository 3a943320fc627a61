package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.Rated;
import io.kefu.protocol.journal.v1.ReadTo;
import io.kefu.protocol.journal.v1.Tagged;
import io.kefu.protocol.journal.v1.VisitorDescribed;
import io.kefu.protocol.v1.ErrorCode;
import java.util.HashSet;
import java.util.Set;

/** What is kept about a conversation beside its messages: read marks, tags, the visitor, the rating. */
final class Care {

    /** All of them go into every record of what lists show. */
    static final int MOST_TAGS = 100;

    private Care() {}

    /** Cumulative: a mark that says nothing new changes nothing; one past the end counts as the end. */
    static Decision read(Turn turn, ConversationEvent.Read read) {
        long seq = Math.min(read.seq(), turn.state().lastSeq());
        if (seq > turn.state().readBy(read.by())) {
            turn.write(Fact.newBuilder()
                    .setReadTo(ReadTo.newBuilder().setBy(read.by()).setSeq(seq)));
        }
        return turn.done();
    }

    static Decision tag(Turn turn, ConversationEvent.Tag tag) {
        Set<String> names = new HashSet<>(turn.state().tags().keySet());
        names.addAll(tag.set().keySet());
        tag.remove().forEach(names::remove);
        if (names.size() > MOST_TAGS) {
            return turn.with(Outcome.refused(
                    ErrorCode.ERROR_CODE_BAD_REQUEST,
                    "a conversation has at most " + MOST_TAGS + " tags; remove some first"));
        }
        turn.write(Fact.newBuilder()
                .setTagged(Tagged.newBuilder()
                        .putAllSet(tag.set())
                        .addAllRemove(tag.remove())
                        .setAgentId(tag.agentId())));
        return turn.done();
    }

    static Decision rate(Turn turn, ConversationEvent.Rate rate) {
        if (rate.score() < 1 || rate.score() > 5) {
            return turn.with(Outcome.refused(ErrorCode.ERROR_CODE_BAD_REQUEST, "score is a number from 1 to 5"));
        }
        turn.write(Fact.newBuilder()
                .setRated(Rated.newBuilder().setScore(rate.score()).setComment(rate.comment())));
        return turn.done();
    }

    static Decision describe(Turn turn, ConversationEvent.Describe describe) {
        if (!turn.state().visitor().equals(describe.visitor())) {
            turn.write(Fact.newBuilder()
                    .setVisitorDescribed(VisitorDescribed.newBuilder().setVisitor(describe.visitor())));
        }
        return turn.done();
    }
}
