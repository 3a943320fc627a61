package io.kefu.server.conversation;

/** After a restart: the bot and the ledgers are asked again for whatever they may not have heard of. */
final class Recovery {

    private Recovery() {}

    static Decision recover(Turn turn) {
        ConversationState state = turn.state();
        if (Assignment.regroup(turn)) {
            return turn.done();
        }
        if (state.inPhase(Phases.QUEUED)) {
            Assignment.askForPlace(turn);
        } else if (state.inPhase(Phases.ASSIGNED)) {
            turn.then(new Effect.HoldPlace(
                    state.group(),
                    state.request().getRequest(),
                    state.agent().getId(),
                    state.visitor().getId()));
        } else if (state.inPhase(Phases.BOT) && state.question().getSeq() > 0) {
            turn.then(new Effect.AskBot(
                    state.autoReply(),
                    state.question().getSeq(),
                    state.question().getText(),
                    state.visitor().getLocale(),
                    state.botMisses()));
        }
        return turn.done();
    }
}
