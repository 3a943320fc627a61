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

    private Posting() {}

    static Decision post(Turn turn, ConversationEvent.Post post) {
        ConversationState state = turn.state();
        RememberedIds.Seen seen = state.seen(post.author(), post.send().getClientMsgId());
        if (seen != null) {
            return turn.with(new Outcome.Accepted(state.id(), state.epoch(), seen.seq(), seen.atMillis(), true));
        }
        Optional<Outcome> refusal = refusal(turn, post);
        return refusal.isPresent() ? turn.with(refusal.get()) : accept(turn, post);
    }

    private static Optional<Outcome> refusal(Turn turn, ConversationEvent.Post post) {
        ConversationState state = turn.state();
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
            case PARTY_KIND_VISITOR -> post.reopens() ? Optional.empty() : Optional.of(new Outcome.NeedsNew());
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

    private static Decision accept(Turn turn, ConversationEvent.Post post) {
        ConversationState state = turn.state();
        boolean opening = !state.exists();
        if (opening) {
            turn.write(Fact.newBuilder()
                    .setOpened(Opened.newBuilder()
                            .setChannel(post.channel())
                            .setVisitor(post.opening())
                            .setEpoch("1")));
        }
        boolean reopening =
                !opening && state.inPhase(Phases.CLOSED) && !post.send().getPrivate();
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
        if (send.getMessageType() == MessageType.MESSAGE_TYPE_EVENT && event.equals("close")) {
            Closing.end(turn, "visitor", "");
        } else if (send.getMessageType() == MessageType.MESSAGE_TYPE_EVENT && event.equals("feedback")) {
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
