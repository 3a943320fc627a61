package io.kefu.server.app;

import io.kefu.config.Documents;
import io.kefu.monitoring.Meters;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.delivery.PresenceBoard;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.server.flow.Flow;
import io.kefu.server.gateway.Gateway;
import io.kefu.server.intake.AgentPresence;
import io.kefu.server.intake.FrameRate;
import io.kefu.server.intake.Intake;
import io.kefu.server.intake.Newcomers;
import io.kefu.server.intake.SendLimits;
import io.kefu.server.intake.SharedLimits;
import io.kefu.server.reply.AutoReplies;
import io.kefu.server.reply.ReplyDesk;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The road of a message: intake, flow, delivery, and the bot, whose answers come in by intake again. */
final class Road {

    private static final Logger log = LoggerFactory.getLogger(Road.class);

    final Views views;
    final Visibility visibility;
    final KnownPeople people;
    final Doors doors;
    final Delivery delivery;
    final Flow flow;
    final Overload overload;
    final SendLimits limits;
    final SharedLimits shared;
    final Newcomers newcomers;
    volatile FrameRate frames;
    final Intake intake;
    final PresenceBoard board;
    final AgentPresence presence;
    final AutoReplies bots = new AutoReplies();
    /** For what may wait. */
    final ExecutorService workers;

    private final ExecutorService teller;
    private final ReplyDesk desk;

    Road(
            Parts parts,
            Stores stores,
            Documents documents,
            InForce inForce,
            ServerLimits serverLimits,
            Meters meters,
            ScheduledExecutorService timer,
            Clock clock)
            throws IOException {
        views = new Views(new ConversationArchive(
                stores.storage().journal(), stores.storage().conversations()));
        visibility = new Visibility(inForce);
        people = new KnownPeople(stores.accounts().visitors(), stores.storage().conversations());
        workers = parts.opened(Executors.newVirtualThreadPerTaskExecutor());
        teller = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("presence").factory());

        OutsideEffects effects = new OutsideEffects(meters, views, timer);
        LedgerMeters ledgerMeters = new LedgerMeters(
                meters, views, inForce, group -> inForce.settings().groups().containsKey(group), timer);
        overload = new Overload(serverLimits.delay());
        doors = new Doors(meters, ledgerMeters::changed, overload::waited);
        delivery = new Delivery(views, inForce, effects, doors, Gateway::together);
        board = new PresenceBoard(inForce, Gateway::together);
        flow = new Flow(stores.storage().journal(), inForce.settings().policies(), clock, delivery, doors);
        overload.connect(flow::workingSince);
        limits = serverLimits.sending();
        shared = serverLimits.shared(inForce::limits);
        newcomers = new Newcomers(overload::now, shared::visitor);
        frames = serverLimits.frames();
        intake = new Intake(
                flow,
                delivery,
                views,
                visibility,
                inForce,
                people,
                new StoredAttachments(stores.files(), workers),
                inForce,
                limits,
                shared,
                newcomers);
        presence = new AgentPresence(flow, board, inForce, views, teller);
        ledgerMeters.connect(presence);
        bots.use(documents);
        desk = new ReplyDesk(bots, effects, meters, ReplyDesk.Limits.STANDARD);
        effects.connect(desk, intake);
    }

    /** Goes on where the journal ends. What is opened last stops first: nobody tells a flow that takes nothing more. */
    void start(Parts parts) {
        recover();
        delivery.start();
        parts.opened(delivery);
        parts.opened(flow);
        flow.start();
        parts.opened(desk);
        board.start();
        parts.opened(board);
        parts.opened(teller);
        presence.recover();
    }

    private void recover() {
        Flow.Recovered recovered = flow.recover();
        recovered.conversations().forEach(conversation -> {
            views.put(conversation);
            doors.changed(null, conversation);
        });
        recovered.ledgers().forEach(views::put);
        log.info(
                "recovered conversations={} groups={}",
                recovered.conversations().size(),
                recovered.ledgers().size());
    }
}
