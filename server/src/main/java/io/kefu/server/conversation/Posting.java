package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.BotAnswered;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.Opened;
import io.kefu.protocol.journal.v1.RecentMessage;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Send;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a message does to a conversation. */
final class Posting {

    private static final String CLOSE = "close";
    private static final String FEEDBACK = "feedback";

    private Posting() {}

    static Decision post(Turn turn, ConversationEvent.Post post) {
        return refusal(turn, post).map(turn::with).orElseGet(() -> accept(turn, post, ""));
    }

    static Decision first(Turn turn, ConversationEvent.First first) {
        ConversationEvent.Post post = first.post();
        return refusal(turn, post).map(turn::with).orElseGet(() -> accept(turn, post, first.previous()));
    }

    /** Who answers has it: one decision, so that a resend or a message that is refused takes nothing. */
    static Decision answer(Turn turn, ConversationEvent.Answer answer) {
        ConversationEvent.Post post = answer.post();
        Optional<Outcome> refusal = refusal(turn, post);
        if (refusal.isPresent()) {
            return turn.with(refusal.get());
        }
        boolean nobodyHasIt = turn.state().inPhase(Phases.BOT) || turn.state().inPhase(Phases.QUEUED);
        if (nobodyHasIt && !post.send().getPrivate() && answers(post.send().getMessageType())) {
            Assignment.groupFor(turn, answer.group())
                    .ifPresent(group -> Assignment.take(turn, post.author(), group, "answered"));
        }
        return accept(turn, post, "");
    }

    private static boolean answers(MessageType type) {
        return BotRoad.isQuestion(type) || type == MessageType.MESSAGE_TYPE_CARD;
    }

    /** A thumb, an end or a change of a message is about what was: it opens and reopens nothing. */
    private static boolean begins(Send send) {
        return switch (send.getMessageType()) {
            case MESSAGE_TYPE_RECALL, MESSAGE_TYPE_EDIT -> false;
            case MESSAGE_TYPE_EVENT ->
                !send.getEvent().getName().equals(CLOSE)
                        && !send.getEvent().getName().equals(FEEDBACK);
            default -> true;
        };
    }

    /** What is answered without anything being written; a resend is answered as the first time. */
    private static Optional<Outcome> refusal(Turn turn, ConversationEvent.Post post) {
        ConversationState state = turn.state();
        Optional<Outcome.Accepted> before = Conversation.accepted(state, post);
        if (before.isPresent()) {
            return Optional.of(before.get());
        }
        if (!state.exists() && !begins(post.send())) {
            return bad("there is no conversation that this could be about");
        }
        if (state.exists() && state.inPhase(Phases.CLOSED)) {
            Optional<Outcome> closed = refusalOfClosed(post);
            if (closed.isPresent()) {
                return closed;
            }
        }
        if (post.author().getKind() == PartyKind.PARTY_KIND_BOT
                && !post.author().getId().startsWith("key:")
                && !state.inPhase(Phases.BOT)) {
            return conflict("a person has taken over from the bot");
        }
        return refusalOfReferences(turn, post);
    }

    private static Optional<Outcome> refusalOfClosed(ConversationEvent.Post post) {
        return switch (post.author().getKind()) {
            case PARTY_KIND_VISITOR ->
                post.reopens() || !begins(post.send()) ? Optional.empty() : Optional.of(new Outcome.NeedsNew());
            case PARTY_KIND_AGENT ->
                post.send().getPrivate() ? Optional.empty() : conflict("the conversation is closed; reopen it first");
            default -> conflict("the conversation is closed");
        };
    }

    private static Optional<Outcome> refusalOfReferences(Turn turn, ConversationEvent.Post post) {
        Send send = post.send();
        if (send.getReplyToSeq() > turn.state().lastSeq()
                || send.getTargetSeq() > turn.state().lastSeq()) {
            return bad("the message refers to one that does not exist");
        }
        return switch (send.getMessageType()) {
            case MESSAGE_TYPE_RECALL, MESSAGE_TYPE_EDIT -> refusalOfChange(turn, post);
            default -> Optional.empty();
        };
    }

    private static Optional<Outcome> refusalOfChange(Turn turn, ConversationEvent.Post post) {
        Optional<RecentMessage> target = turn.state().recent().find(post.send().getTargetSeq());
        if (target.isEmpty()) {
            return bad("target_seq names no message that can still be changed");
        }
        if (turn.state().recent().recalled(post.send().getTargetSeq())
                && post.send().getMessageType() == MessageType.MESSAGE_TYPE_EDIT) {
            return conflict("the message was taken back");
        }
        RecentMessage old = target.get();
        if (old.getAuthorKind() != post.author().getKind()
                || !old.getAuthorId().equals(post.author().getId())) {
            return Optional.of(Outcome.refused(
                    ErrorCode.ERROR_CODE_FORBIDDEN, "only its author may take back or change a message"));
        }
        if (turn.now().nowMillis() - old.getAtMs() > windowMillis(turn, post)) {
            return Optional.of(Outcome.refused(
                    ErrorCode.ERROR_CODE_FORBIDDEN, "the time in which the message could be changed has passed"));
        }
        return changeable(post.send().getMessageType(), old.getType())
                ? Optional.empty()
                : bad("a message of this type cannot be changed so");
    }

    private static boolean changeable(MessageType change, MessageType old) {
        return switch (old) {
            case MESSAGE_TYPE_TEXT -> true;
            case MESSAGE_TYPE_IMAGE, MESSAGE_TYPE_VOICE, MESSAGE_TYPE_FILE, MESSAGE_TYPE_CARD ->
                change == MessageType.MESSAGE_TYPE_RECALL;
            default -> false;
        };
    }

    private static long windowMillis(Turn turn, ConversationEvent.Post post) {
        Surroundings.ChannelRules rules = turn.now().channel(turn.state().channel());
        return post.author().getKind() == PartyKind.PARTY_KIND_VISITOR
                ? rules.visitorRecallMillis()
                : rules.agentRecallMillis();
    }

    private static Decision accept(Turn turn, ConversationEvent.Post post, String previous) {
        ConversationState state = turn.state();
        boolean opening = !state.exists();
        if (opening) {
            turn.write(Fact.newBuilder()
                    .setOpened(Opened.newBuilder()
                            .setChannel(post.channel())
                            .setVisitor(post.opening())
                            .setPreviousConversationId(previous)
                            .setEpoch("1")));
        }
        boolean reopening =
                !opening && state.inPhase(Phases.CLOSED) && !post.send().getPrivate() && begins(post.send());
        if (reopening) {
            Closing.markReopened(turn, "visitor");
        }
        long askedMillis = state.personAskedMillis();
        // The rules see the conversation as it was before this message: `conversation.messages == 0` is the first.
        Surroundings.Route route = post.author().getKind() == PartyKind.PARTY_KIND_VISITOR
                        && (opening || reopening || state.inPhase(Phases.BOT))
                ? turn.now().route(state, post.send().getText(), true)
                : null;
        Send send = keptPrivate(state, post.send());
        long seq = turn.write(post.author(), send);
        if (send.getMessageType() == MessageType.MESSAGE_TYPE_RECALL) {
            recallEdits(turn, post.author(), send);
        }
        Outcome accepted =
                new Outcome.Accepted(state.id(), state.epoch(), seq, turn.now().nowMillis(), false);
        switch (post.author().getKind()) {
            case PARTY_KIND_VISITOR -> afterVisitor(turn, post.send(), seq, route, opening || reopening);
            case PARTY_KIND_AGENT -> {
                if (askedMillis > 0 && !post.send().getPrivate()) {
                    turn.then(new Effect.FirstResponse(state.group(), turn.now().nowMillis() - askedMillis));
                }
            }
            case PARTY_KIND_BOT -> {
                if (state.inPhase(Phases.BOT) && post.send().getReplyToSeq() > 0) {
                    turn.write(Fact.newBuilder()
                            .setBotAnswered(BotAnswered.newBuilder()
                                    .setQuestionSeq(post.send().getReplyToSeq())));
                }
            }
            default -> {}
        }
        return turn.with(accepted);
    }

    /** What is done to a note is seen by those only who see the note. */
    private static Send keptPrivate(ConversationState state, Send send) {
        boolean ofNote = send.getTargetSeq() > 0
                && state.recent()
                        .find(send.getTargetSeq())
                        .map(RecentMessage::getPrivate)
                        .orElse(false);
        return ofNote && !send.getPrivate() ? send.toBuilder().setPrivate(true).build() : send;
    }

    /** The words of an edit are taken back with the message that it changed. */
    private static void recallEdits(Turn turn, Party author, Send recall) {
        List<RecentMessage> edits = turn.state().recent().snapshot().stream()
                .filter(recent -> recent.getType() == MessageType.MESSAGE_TYPE_EDIT
                        && recent.getTargetSeq() == recall.getTargetSeq())
                .toList();
        edits.forEach(edit -> turn.write(
                author,
                Send.newBuilder()
                        .setMessageType(MessageType.MESSAGE_TYPE_RECALL)
                        .setTargetSeq(edit.getSeq())
                        .setPrivate(recall.getPrivate())
                        .build()));
    }

    private static void afterVisitor(Turn turn, Send send, long seq, Surroundings.Route route, boolean fresh) {
        String event = send.getEvent().getName();
        if (send.getMessageType() == MessageType.MESSAGE_TYPE_EVENT && event.equals(CLOSE)) {
            Closing.close(turn, new ConversationEvent.Close("visitor", ""));
        } else if (send.getMessageType() == MessageType.MESSAGE_TYPE_EVENT && event.equals(FEEDBACK)) {
            BotRoad.feedback(turn, send);
        } else if (route != null) {
            BotRoad.afterVisitor(turn, send, seq, route, fresh);
        }
    }

    private static Optional<Outcome> conflict(String message) {
        return Optional.of(Outcome.refused(ErrorCode.ERROR_CODE_CONFLICT, message));
    }

    private static Optional<Outcome> bad(String message) {
        return Optional.of(Outcome.refused(ErrorCode.ERROR_CODE_BAD_REQUEST, message));
    }

    static Map<String, String> data(String key, String value) {
        return value.isEmpty() ? Map.of() : Map.of(key, value);
    }
}
