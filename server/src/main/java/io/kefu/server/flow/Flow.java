package io.kefu.server.flow;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.routing.LedgerEvent;
import io.kefu.server.thread.PromptThread;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalUnavailableException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * <p>When the journal refuses a batch, or cannot be read, whoever asked is told {@code unavailable}; what nobody waits for
 * is tried again. Every state that a refused batch touched is thrown away and folded again from the journal.
 */
public final class Flow implements AutoCloseable {

    /** Commands that may wait; more are refused as {@code overloaded}. */
    public static final int MOST_WAITING = 16_384;

    private static final Logger log = LoggerFactory.getLogger(Flow.class);
    private static final int MOST_IN_BATCH = 1_024;
    private static final long LONGEST_WAIT_MILLIS = 1_000;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 100;
    private static final String UNAVAILABLE = "messages cannot be stored at the moment; try again";

    private final BlockingQueue<Command> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ArrayDeque<Command> followUps = new ArrayDeque<>();
    private final Later later = new Later();
    private final Deadlines deadlines = new Deadlines();
    private final Journal journal;
    private final Streams streams;
    private final Decider decider;
    private final Checkpoints checkpoints;
    private final Heads heads = new Heads();
    private final Clock clock;
    private final Committed.Listener listener;
    private final FlowMeters meters;
    private final Thread thread;
    private volatile Policies policies;
    private volatile boolean reconfigured;
    private volatile boolean running = true;
    private volatile long workingSince; // 0 while it waits for something to do
    private boolean interrupted;
    private boolean failed; // the journal took nothing the last time

    /**
     * @param listener told of each batch after its commit
     */
    public Flow(Journal journal, Policies policies, Clock clock, Committed.Listener listener, FlowMeters meters) {
        this.journal = journal;
        this.streams = new Streams(journal);
        this.decider = new Decider(streams, deadlines);
        this.checkpoints = new Checkpoints(journal);
        this.policies = policies;
        this.clock = clock;
        this.listener = listener;
        this.meters = meters;
        this.thread = PromptThread.unstarted("flow", this::run);
    }

    /** What is known at the start, so that views can be built before anyone asks. */
    public record Recovered(List<ConversationSnapshot> conversations, Map<String, Committed.LedgerView> ledgers) {}

    /** Folds the journal; then {@link #start} may be called. */
    public Recovered recover() {
        streams.recover();
        heads.owe(streams.openConversations(), clock.millis());
        List<ConversationSnapshot> open =
                streams.conversations().stream().map(ConversationState::summary).toList();
        Map<String, Committed.LedgerView> ledgers = new HashMap<>();
        policies.groups().forEach(group -> ledgers.put(group, Batch.view(streams.ledger(group))));
        return new Recovered(open, ledgers);
    }

    /** Starts to work; what was asked of bots and ledgers and not answered before the last stop is asked again. */
    public void start() {
        followUps.addAll(Reconciliation.atStart(streams, policies.groups()));
        thread.start();
    }

    /** False when too much waits already. Any thread; never blocks. */
    public boolean submit(Command command) {
        return running && waiting.offer(command);
    }

    /**
     * From now on decisions follow these: every ledger looks again at whom it could serve, and every conversation at its
     * deadlines and whether its group is still there. Within a second; any thread.
     */
    public void reconfigure(Policies next) {
        policies = next;
        reconfigured = true;
        // Wakes a flow that waits. When the door is full, it does not.
        next.groups().stream()
                .findFirst()
                .ifPresent(group -> submit(new Command.ToGroup(group, new LedgerEvent.Tick())));
    }

    /** Whether it still decides; false before its start, and after an error that ended it. */
    public boolean alive() {
        return thread.isAlive();
    }

    /** Commands that wait at the door, of at most {@value #MOST_WAITING}. */
    public int waiting() {
        return waiting.size();
    }

    /** Since when it has worked on the batch that is in work, as {@link System#nanoTime}; 0 while there is none. */
    public long workingSince() {
        return workingSince;
    }

    private void run() {
        List<Command> commands = new ArrayList<>(MOST_IN_BATCH);
        while (running || !waiting.isEmpty() || !followUps.isEmpty()) {
            try {
                gather(commands);
                workingSince = commands.isEmpty() ? 0 : System.nanoTime() | 1; // never 0 while it works
                work(commands);
            } catch (InterruptedException e) {
                stopEarly();
            } catch (RuntimeException e) {
                log.error("The flow could not work on a batch of {} commands", commands.size(), e);
            }
            commands.clear();
            workingSince = 0;
        }
        try {
            writeOwedHeads();
        } catch (RuntimeException e) {
            log.error("What lists show of the last conversations was not written; the next start writes it", e);
        }
        checkpoints.all(streams, journal.end());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As far as the journal takes them: the head of whatever is open is owed again after the next start. */
    private void writeOwedHeads() {
        Now now = new Now(clock.millis(), policies);
        List<String> owed = heads.any(MOST_IN_BATCH);
        while (!owed.isEmpty() && !failed) {
            Batch batch = new Batch(now.nowMillis());
            batch.owedHeads.addAll(owed);
            commit(batch, now);
            owed = heads.any(MOST_IN_BATCH);
        }
    }

    /** Told to stop while it waited: what waits at the door is still done, without waiting for more. */
    private void stopEarly() {
        interrupted = true;
        running = false;
    }

    private void gather(List<Command> into) throws InterruptedException {
        later.moveDue(clock.millis(), followUps);
        while (into.size() < MOST_IN_BATCH && !followUps.isEmpty()) {
            into.add(followUps.poll());
        }
        if (into.isEmpty()) {
            Command first = running
                    ? waiting.poll(deadlines.left(clock.millis(), LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS)
                    : waiting.poll();
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
                ? new Command.ToGroup(Streams.group(stream), new LedgerEvent.Tick())
                : Command.event(stream, new ConversationEvent.Tick());
    }

    private void work(List<Command> commands) {
        boolean changed = reconfigured;
        if (changed) {
            reconfigured = false;
        }
        Now now = new Now(clock.millis(), policies);
        if (changed) {
            followUps.addAll(Reconciliation.afterChange(streams, now.policies().groups()));
        }
        Batch batch = new Batch(now.nowMillis());
        for (Command command : commands) {
            batch = decide(command, batch, now);
        }
        batch.owedHeads.addAll(heads.due(now.nowMillis(), MOST_IN_BATCH));
        commit(batch, now);
        checkpoints.some(streams, journal.end());
    }

    /** The batch to go on with: another one after a fault, as what came before it is committed on its own. */
    private Batch decide(Command command, Batch batch, Now now) {
        if (command instanceof Command.Forget forget) {
            return forget(forget, batch, now);
        }
        try {
            decider.decide(command, batch, now);
            batch.took(command);
            return batch;
        } catch (StorageException e) {
            unread(command, batch, now, e);
            return batch;
        } catch (RuntimeException e) {
            return afterFault(command, batch, now, e);
        }
    }

    /** What was decided before may be of the same conversations: it is committed first. */
    private Batch forget(Command.Forget forget, Batch batch, Now now) {
        commit(batch, now);
        Batch next = new Batch(now.nowMillis());
        next.answer(forget.reply(), forgotten(forget.conversationIds()));
        return next;
    }

    private Outcome forgotten(Set<String> conversations) {
        try {
            if (conversations.stream().anyMatch(streams::isOpen)) {
                return Outcome.refused(ErrorCode.ERROR_CODE_CONFLICT, "a conversation is open: close it first");
            }
            checkpoints.forget(conversations);
            streams.erase(conversations);
            conversations.forEach(heads::settle);
            conversations.forEach(each -> deadlines.set(each, 0));
            return new Outcome.Done();
        } catch (StorageException | JournalUnavailableException e) {
            log.warn("{} conversations cannot be forgotten now: {}", conversations.size(), e.getMessage());
            return Outcome.refused(ErrorCode.ERROR_CODE_UNAVAILABLE, e.getMessage());
        }
    }

    /** The stream could not be read, so nothing was decided: as when the journal takes nothing. */
    private void unread(Command command, Batch batch, Now now, StorageException failure) {
        log.warn("stream={}: cannot be read at the moment: {}", decider.deciding(), failure.getMessage());
        if (command.unasked()) {
            if (!later.add(command, now.nowMillis())) {
                log.error("stream={}: too much waits for the disk: {} is not tried again", decider.deciding(), command);
            }
        } else {
            batch.answer(command.reply(), Outcome.refused(ErrorCode.ERROR_CODE_UNAVAILABLE, UNAVAILABLE));
        }
    }

    /** A fault in one decision: what came before is committed, the state is folded again, the asker gets an incident. */
    private Batch afterFault(Command command, Batch batch, Now now, RuntimeException fault) {
        String stream = decider.deciding();
        commit(batch, now);
        tear(stream, now);
        String incident = decider.newId();
        log.error("incident={} stream={}: a decision failed", incident, stream, fault);
        Batch next = new Batch(now.nowMillis());
        next.answer(command.reply(), Outcome.refused(ErrorCode.ERROR_CODE_INTERNAL, incident));
        return next;
    }

    /** Its deadline is that of a state which never was: a tick soon finds the right one. */
    private void tear(String stream, Now now) {
        streams.tear(stream);
        deadlines.set(stream, now.nowMillis() + Later.DELAY_MILLIS);
    }

    private void commit(Batch batch, Now now) {
        if (batch.isEmpty()) {
            return;
        }
        long first = journal.end();
        batch.addHeads(streams, heads);
        if (!batch.records.isEmpty()) {
            long start = System.nanoTime();
            try {
                first = journal.append(batch.records);
                committed(batch, start, System.nanoTime());
                failed = false;
            } catch (JournalUnavailableException e) {
                fail(batch, now, e);
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

    private void committed(Batch batch, long start, long now) {
        meters.committed(batch.records.size(), now - start);
        if (batch.latest() != 0) {
            meters.waited(now - batch.latest());
        }
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
    }

    private String channelOf(String conversationId) {
        return streams.conversation(conversationId).channel();
    }

    private void fail(Batch batch, Now now, JournalUnavailableException failure) {
        log.warn("The journal took no batch of {} records: {}", batch.records.size(), failure.getMessage());
        meters.journalFailed();
        failed = true;
        batch.touched.forEach(stream -> tear(stream, now));
        heads.owe(batch.owedHeads, now.nowMillis());
        heads.owe(batch.touchedConversations(), now.nowMillis());
        batch.refuse(UNAVAILABLE);
        listener.committed(batch.committed(streams, journal.end()));
        if (running) {
            // What no client waits for is asked again; a client is told, and asks again itself.
            followUps.addAll(batch.internal);
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            stopEarly();
        }
    }

    /** Takes nothing new, finishes what waits as far as the journal takes it, and leaves a full checkpoint behind. */
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
