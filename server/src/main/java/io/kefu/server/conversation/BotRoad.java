package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.BotEngaged;
import io.kefu.protocol.journal.v1.BotMissed;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;

/** Where a visitor's message goes while no person has the conversation: to the bot, or past it. */
final class BotRoad {

    private static final String HANDOVER = "handover";

    private BotRoad() {}

    static void afterVisitor(Turn turn, Send send, long seq, Surroundings.Route route, boolean fresh) {
        if (asksForPerson(send)) {
            handOver(turn, "handover_word");
        } else if (fresh || turn.state().autoReply().isEmpty()) {
            follow(turn, route, seq, send);
        } else if (route.explicit() && route.target() == Surroundings.Target.GROUP) {
            rejected(turn);
            Assignment.request(turn, route, "");
        } else {
            ask(turn, send, seq);
        }
    }

    private static boolean asksForPerson(Send send) {
        return send.getMessageType() == MessageType.MESSAGE_TYPE_EVENT
                && send.getEvent().getName().equals(HANDOVER);
    }

    private static void follow(Turn turn, Surroundings.Route route, long seq, Send send) {
        if (route.target() == Surroundings.Target.GROUP) {
            Assignment.request(turn, route, "");
            return;
        }
        Assignment.explain(turn, route);
        turn.write(Fact.newBuilder().setBotEngaged(BotEngaged.newBuilder().setAutoReply(route.name())));
        ask(turn, send, seq);
    }

    private static void ask(Turn turn, Send send, long seq) {
        if (isQuestion(send.getMessageType())) {
            ConversationState state = turn.state();
            turn.then(new Effect.AskBot(
                    state.autoReply(), seq, send.getText(), state.visitor().getLocale(), state.botMisses()));
        }
    }

    /** What somebody must answer: a thumb, a contact or a message taken back is not, so nobody is blamed for its silence. */
    static boolean wantsAnAnswer(MessageType type, Event event) {
        return isQuestion(type)
                || (type == MessageType.MESSAGE_TYPE_EVENT && event.getName().equals(HANDOVER));
    }

    /** A picture is a question too, one with no words: the bot says that it cannot help with it. */
    static boolean isQuestion(MessageType type) {
        return switch (type) {
            case MESSAGE_TYPE_TEXT, MESSAGE_TYPE_IMAGE, MESSAGE_TYPE_VOICE, MESSAGE_TYPE_FILE -> true;
            default -> false;
        };
    }

    static void feedback(Turn turn, Send send) {
        boolean helpful = send.getEvent().getDataOrDefault("helpful", "").equals("true");
        turn.then(new Effect.BotJudged(send.getTargetSeq(), helpful));
    }

    /**
     * The bot's miss is written down; where it must hand over, a person is asked for, whatever was asked meanwhile. The
     * bot may say twice that it gives a question up.
     */
    static Decision gaveUp(Turn turn, ConversationEvent.BotGaveUp gaveUp) {
        ConversationState state = turn.state();
        String answer = "answer-" + gaveUp.seq();
        boolean open = state.question().getSeq() == gaveUp.seq();
        boolean news = gaveUp.handOver() || (gaveUp.text().isEmpty() ? open : state.seen(gaveUp.bot(), answer) == null);
        if (!state.inPhase(Phases.BOT) || !news) {
            return turn.done();
        }
        if (!gaveUp.text().isEmpty()) {
            turn.write(
                    gaveUp.bot(),
                    Send.newBuilder()
                            .setClientMsgId(answer)
                            .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                            .setText(gaveUp.text())
                            .setReplyToSeq(gaveUp.seq())
                            .build());
        }
        turn.write(Fact.newBuilder()
                .setBotMissed(BotMissed.newBuilder().setReason(gaveUp.reason()).setQuestionSeq(gaveUp.seq())));
        if (gaveUp.handOver()) {
            handOver(turn, gaveUp.reason());
        }
        return turn.done();
    }

    private static void handOver(Turn turn, String reason) {
        rejected(turn);
        turn.announce(HANDOVER, Posting.data("reason", reason));
        Surroundings.Route route = turn.now().route(turn.state(), "", false);
        Assignment.request(turn, route, "");
    }

    private static void rejected(Turn turn) {
        if (turn.state().botAnswers() > 0) {
            turn.then(new Effect.BotRejected(turn.state().botAnswers()));
        }
    }
}
