package io.kefu.server.flow;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.conversation.Conversation;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Decision;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.conversation.Phases;
import io.kefu.server.routing.Ledger;
import io.kefu.server.routing.LedgerEvent;
import io.kefu.server.routing.LedgerState;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalUnavailableException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor of all conversations and ledgers: one thread takes what has come, decides each command in order, appends
 * what follows as one batch, and after the commit tells the listener. While the disk works, the next commands gather: the
 * busier it is, the larger the groups.
 *
 * <p>When the journal refuses a batch, whoever asked is told {@code unavailable}, and every state that the batch touched is
 * thrown away and folded again from the journal.
 */
public final class Flow implements AutoCloseable {

    /** Commands that may wait; more are refused as {@code overloaded}. */
    public static final int MOST_WAITING = 16_384;

    private static final Logger log = LoggerFactory.getLogger(Flow.class);
    private static final int MOST_IN_BATCH = 1_024;
    private static final long LONGEST_WAIT_MILLIS = 1_000;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 100;

    private final BlockingQueue<Command> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ArrayDeque<Command> followUps = new ArrayDeque<>();
    private final Deadlines deadlines = new Deadlines();
    private final SecureRandom random = new SecureRandom();
    private final Journal journal;
    private final Streams streams;
    private final Checkpoints checkpoints;
    private final Clock clock;
    private final Committed.Listener listener;
    private final FlowMeters meters;
    private final Thread thread;
    private volatile Policies policies;
    private volatile boolean running = true;

    /**
     * @param listener told of each batch after its commit
     */
    public Flow(Journal journal, Policies policies, Clock clock, Committed.Listener listener, FlowMeters meters) {
        this.journal = journal;
        this.streams = new Streams(journal);
        this.checkpoints = new Checkpoints(journal);
        this.policies = policies;
        this.clock = clock;
        this.listener = listener;
        this.meters = meters;
        this.thread = Thread.ofPlatform().name("flow").unstarted(this::run);
    }

    /** What is known at the start, so that views can be built before anyone asks. */
    public record Recovered(List<ConversationSnapshot> conversations, Map<String, Committed.LedgerView> ledgers) {}

    /** Folds the journal; then {@link #start} may be called. */
    public Recovered recover() {
        streams.recover();
        List<ConversationSnapshot> open =
                streams.conversations().stream().map(ConversationState::summary).toList();
        Map<String, Committed.LedgerView> ledgers = new HashMap<>();
        policies.groups().forEach(group -> ledgers.put(group, Batch.view(streams.ledger(group))));
        return new Recovered(open, ledgers);
    }

    /** Starts to work; what was asked of bots and ledgers and not answered before the last stop is asked again. */
    public void start() {
        reconcile();
        thread.start();
    }

    private void reconcile() {
        for (LedgerState ledger : streams.ledgers()) {
            ledger.queue().forEach(place -> reconcile(ledger.group(), place.getConversationId()));
            ledger.holds().forEach(hold -> reconcile(ledger.group(), hold.getConversationId()));
            followUps.add(new Command.ToGroup(ledger.group(), new LedgerEvent.Tick()));
        }
        for (ConversationState state : streams.conversations()) {
            if (state.phase() != Phases.CLOSED) {
                followUps.add(Command.event(state.id(), new ConversationEvent.Recover()));
                schedule(state);
            }
        }
    }

    private void reconcile(String group, String conversationId) {
        ConversationState state = streams.conversation(conversationId);
        boolean belongs =
                state.group().equals(group) && (state.phase() == Phases.QUEUED || state.phase() == Phases.ASSIGNED);
        if (!belongs) {
            followUps.add(new Command.ToGroup(group, new LedgerEvent.Leave(conversationId, "not_wanted")));
        }
    }

    /** False when too much waits already. Any thread; never blocks. */
    public boolean submit(Command command) {
        return running && waiting.offer(command);
    }

    /** From now on decisions follow these; every ledger looks again at whom it could serve. */
    public void reconfigure(Policies next) {
        policies = next;
        next.groups().forEach(group -> submit(new Command.ToGroup(group, new LedgerEvent.Tick())));
    }

    /** Commands that wait at the door, of at most {@value #MOST_WAITING}. */
    public int waiting() {
        return waiting.size();
    }

    /** A new conversation's id: 128 random bits, URL-safe. */
    private String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return "c" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void run() {
        List<Command> commands = new ArrayList<>(MOST_IN_BATCH);
        while (running || !waiting.isEmpty() || !followUps.isEmpty()) {
            try {
                gather(commands);
                work(commands);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                running = false;
            } catch (RuntimeException e) {
                log.error("The flow could not work on a batch of {} commands", commands.size(), e);
            }
            commands.clear();
        }
        checkpoints.all(streams, journal.end());
    }

    private void gather(List<Command> into) throws InterruptedException {
        while (into.size() < MOST_IN_BATCH && !followUps.isEmpty()) {
            into.add(followUps.poll());
        }
        if (into.isEmpty()) {
            long wait = running ? deadlines.wait(clock.millis(), LONGEST_WAIT_MILLIS) : 0;
            Command first = waiting.poll(wait, TimeUnit.MILLISECONDS);
            if (first != null) {
                into.add(first);
            }
        }
        waiting.drainTo(into, MOST_IN_BATCH - into.size());
        for (String stream : deadlines.due(clock.millis())) {
            into.add(tick(stream));
        }
    }

    private static Command tick(String stream) {
        return stream.startsWith(Streams.GROUP_PREFIX)
                ? new Command.ToGroup(stream.substring(Streams.GROUP_PREFIX.length()), new LedgerEvent.Tick())
                : Command.event(stream, new ConversationEvent.Tick());
    }

    private void work(List<Command> commands) {
        Now now = new Now(clock.millis(), policies);
        Batch batch = new Batch(now.nowMillis());
        for (Command command : commands) {
            batch = decide(command, batch, now);
        }
        commit(batch, now);
        checkpoints.some(streams, journal.end());
    }

    /** The batch to go on with: another one after a fault, as what came before it is committed on its own. */
    private Batch decide(Command command, Batch batch, Now now) {
        try {
            switch (command) {
                case Command.ToConversation to -> decide(streams.conversation(to.conversationId()), to, batch, now);
                case Command.ToVisitor to -> decide(to, batch, now);
                case Command.ToGroup to -> {
                    LedgerState ledger = streams.ledger(to.group());
                    batch.add(
                            ledger,
                            Ledger.decide(
                                    ledger,
                                    to.event(),
                                    now.policies().groupSettings(to.group(), now.nowMillis()),
                                    now.nowMillis()));
                }
            }
            batch.took(command);
            return batch;
        } catch (RuntimeException e) {
            return afterFault(command, batch, now, e);
        }
    }

    private void decide(ConversationState state, Command.ToConversation to, Batch batch, Now now) {
        Decision decision = Conversation.decide(state, to.event(), now);
        batch.add(state, decision, to.reply(), to.origin(), to.receivedNanos());
        schedule(state, now);
    }

    private void decide(Command.ToVisitor to, Batch batch, Now now) {
        String latest = streams.latestOf(to.visitorId());
        String known = latest.isEmpty() ? to.latest() : latest;
        if (!known.isEmpty()) {
            ConversationState state = streams.conversation(known);
            if (state.exists() && state.visitor().getId().equals(to.visitorId())) {
                Decision decision = Conversation.decide(state, to.post(), now);
                if (!(decision.outcome() instanceof Outcome.NeedsNew)) {
                    batch.add(state, decision, to.reply(), to.origin(), to.receivedNanos());
                    schedule(state, now);
                    return;
                }
            }
        }
        ConversationState state = streams.fresh(newId());
        Decision decision = Conversation.decide(state, to.post(), now);
        batch.add(state, decision, to.reply(), to.origin(), to.receivedNanos());
        streams.remember(state);
        schedule(state, now);
    }

    /** A fault in one decision: what came before is committed, the state is folded again, the asker gets an incident. */
    private Batch afterFault(Command command, Batch batch, Now now, RuntimeException fault) {
        commit(batch, now);
        String stream = switch (command) {
            case Command.ToConversation to -> to.conversationId();
            case Command.ToVisitor to -> streams.latestOf(to.visitorId());
            case Command.ToGroup to -> Streams.GROUP_PREFIX + to.group();
        };
        streams.tear(stream);
        String incident = newId();
        log.error("incident={} stream={}: a decision failed", incident, stream, fault);
        Batch next = new Batch(now.nowMillis());
        replyOf(command, next, Outcome.refused(ErrorCode.ERROR_CODE_INTERNAL, incident));
        return next;
    }

    private static void replyOf(Command command, Batch batch, Outcome outcome) {
        switch (command) {
            case Command.ToConversation to -> batch.answer(to.reply(), outcome);
            case Command.ToVisitor to -> batch.answer(to.reply(), outcome);
            case Command.ToGroup _ -> {}
        }
    }

    private void schedule(ConversationState state, Now now) {
        deadlines.set(state.id(), Conversation.deadline(state, now));
    }

    private void schedule(ConversationState state) {
        schedule(state, new Now(clock.millis(), policies));
    }

    private void commit(Batch batch, Now now) {
        if (batch.isEmpty()) {
            return;
        }
        long first = journal.end();
        if (!batch.records.isEmpty()) {
            batch.addHeads(streams);
            long start = System.nanoTime();
            try {
                first = journal.append(batch.records);
                meters.committed(batch.records.size(), System.nanoTime() - start);
            } catch (JournalUnavailableException e) {
                fail(batch, e);
                return;
            }
            long offset = first;
            for (var record : batch.records) {
                streams.committed(record.stream(), offset++);
            }
        }
        follow(batch, now);
        listener.committed(batch.committed(streams, first));
    }

    private void follow(Batch batch, Now now) {
        for (Committed.PendingEffect pending : batch.effects) {
            Command command = FollowUps.of(
                    pending.conversationId(),
                    pending.effect(),
                    now.policies().queue(channelOf(pending.conversationId())));
            if (command != null) {
                followUps.add(command);
            }
        }
        for (var effect : batch.ledgerEffects) {
            Command command = FollowUps.of(effect.group(), effect.effect(), now::agentName);
            if (command != null) {
                followUps.add(command);
            }
        }
        for (String stream : batch.touched) {
            if (stream.startsWith(Streams.GROUP_PREFIX)) {
                String group = stream.substring(Streams.GROUP_PREFIX.length());
                deadlines.set(
                        stream,
                        Ledger.deadline(streams.ledger(group), now.policies().groupSettings(group, now.nowMillis())));
            }
        }
    }

    private String channelOf(String conversationId) {
        return streams.conversation(conversationId).channel();
    }

    private void fail(Batch batch, JournalUnavailableException failure) {
        log.warn("The journal took no batch of {} records: {}", batch.records.size(), failure.getMessage());
        meters.journalFailed();
        batch.touched.forEach(streams::tear);
        // What no client waits for is asked again; a client is told, and asks again itself.
        followUps.addAll(batch.internal);
        batch.refuse("messages cannot be stored at the moment; try again");
        listener.committed(batch.committed(streams, journal.end()));
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    /** Takes nothing new, finishes what waits, and leaves a full checkpoint behind. */
    @Override
    public void close() {
        running = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
