package io.kefu.server.app;

import io.kefu.monitoring.AssignmentResult;
import io.kefu.monitoring.Meters;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Effect;
import io.kefu.server.delivery.Views;
import io.kefu.server.flow.Committed;
import io.kefu.server.intake.Intake;
import io.kefu.server.intake.Refusal;
import io.kefu.server.reply.Question;
import io.kefu.server.reply.Reply;
import io.kefu.server.reply.ReplyDesk;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a decision leads to outside the flow: the bot is asked, and figures are kept. The bot's reply comes back here. */
final class OutsideEffects implements Consumer<Committed.PendingEffect>, ReplyDesk.Sink {

    private static final Logger log = LoggerFactory.getLogger(OutsideEffects.class);
    private static final int MOST_TRIES = 20;
    private static final long BETWEEN_TRIES_MILLIS = 250;

    private final Meters meters;
    private final Views views;
    private final ScheduledExecutorService retries;
    private ReplyDesk desk;
    private Intake intake;

    OutsideEffects(Meters meters, Views views, ScheduledExecutorService retries) {
        this.meters = meters;
        this.views = views;
        this.retries = retries;
    }

    /** The two that this stands between are built after it. */
    void connect(ReplyDesk replyDesk, Intake door) {
        desk = replyDesk;
        intake = door;
    }

    @Override
    public void accept(Committed.PendingEffect pending) {
        String id = pending.conversationId();
        switch (pending.effect()) {
            case Effect.AskBot ask ->
                desk.ask(ask.autoReply(), new Question(id, ask.seq(), ask.text(), ask.locale(), ask.misses()));
            case Effect.BotRejected _ -> meters.autoReply().takenToPerson(id);
            case Effect.BotJudged judged -> meters.autoReply().feedback(id, judged.seq(), judged.helpful());
            case Effect.FirstResponse first ->
                meters.groups().firstResponse(first.group(), Duration.ofMillis(first.millis()));
            case Effect.RouteChosen route ->
                meters.groups()
                        .assignment(
                                route.rule(),
                                views.here(id)
                                        .map(ConversationSnapshot::getState)
                                        .map(OutsideEffects::result)
                                        .orElse(AssignmentResult.QUEUED));
            case Effect.RequestPlace _, Effect.LeavePlace _, Effect.HoldPlace _ ->
                throw new IllegalStateException("the flow keeps its own effects");
        }
    }

    private static AssignmentResult result(io.kefu.protocol.v1.ConversationState state) {
        return switch (state) {
            case CONVERSATION_STATE_BOT -> AssignmentResult.BOT;
            case CONVERSATION_STATE_ASSIGNED -> AssignmentResult.ASSIGNED;
            default -> AssignmentResult.QUEUED;
        };
    }

    @Override
    public void replied(Question question, Reply reply) {
        tryToHandIn(question, reply, 1);
    }

    /** When the door is full the bot waits, as a client would. */
    private void tryToHandIn(Question question, Reply reply, int tries) {
        try {
            handIn(question, reply);
        } catch (Refusal refusal) {
            if (tries >= MOST_TRIES) {
                log.warn(
                        "conversation_id={} the bot's reply was refused: {}",
                        question.conversationId(),
                        refusal.code());
                return;
            }
            var _ = retries.schedule(
                    () -> tryToHandIn(question, reply, tries + 1), BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void handIn(Question question, Reply reply) {
        String id = question.conversationId();
        String bot = views.find(id).map(ConversationSnapshot::getAutoReply).orElse("");
        switch (reply) {
            case Reply.Answer answer -> intake.botAnswer(id, bot, bot, question.seq(), answer.text());
            case Reply.HandOver handOver ->
                intake.tell(
                        id,
                        new ConversationEvent.BotGaveUp(party(bot), question.seq(), word(handOver.reason()), true, ""));
            case Reply.Miss miss ->
                intake.tell(
                        id,
                        new ConversationEvent.BotGaveUp(
                                party(bot), question.seq(), word(miss.reason()), false, miss.text()));
        }
    }

    private static String word(Enum<?> reason) {
        return reason.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Party party(String bot) {
        return Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_BOT)
                .setId(bot)
                .setName(bot)
                .build();
    }
}
