package io.kefu.bench.faults;

import io.kefu.storage.Storage;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Writes at a steady rate into some conversations. What a message's text is follows from its place: that is the truth. */
final class Traffic {
    static final int CONVERSATIONS = 20;
    private static final Duration TICK = Duration.ofMillis(50);
    private static final String EPOCH = "e1";

    private final Storage storage;
    private final int rate;
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(CONVERSATIONS);
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean stopped;
    private volatile Exception failure;

    Traffic(Storage storage, int rate) {
        this.storage = storage;
        this.rate = rate;
    }

    static String conversation(int number) {
        return "c" + number;
    }

    static String text(String conversation, long seq) {
        return "text " + conversation + " 第" + seq + "条";
    }

    /** How many messages of a conversation are acknowledged: all up to that number. */
    int acknowledged(int conversation) {
        return acknowledged.get(conversation);
    }

    long acknowledged() {
        long sum = 0;
        for (int i = 0; i < CONVERSATIONS; i++) {
            sum += acknowledged.get(i);
        }
        return sum;
    }

    Thread start() {
        return Thread.ofPlatform().name("bench-writer").daemon().start(this::write);
    }

    /** Ends the writing. */
    void stop() {
        stopped = true;
    }

    /** What ended the writing before its time; null for nothing. */
    Exception failure() {
        return failure;
    }

    private void write() {
        long started = System.nanoTime();
        long written = 0;
        try {
            for (int turn = 0; !stopped; turn++) {
                long due = (System.nanoTime() - started) / 1_000_000 * rate / 1_000;
                int count = (int) Math.min(due - written, rate);
                if (count > 0) {
                    append(turn % CONVERSATIONS, count);
                    written += count;
                }
                LockSupport.parkNanos(TICK.toNanos());
            }
        } catch (JournalUnavailableException e) {
            failure = e;
        }
    }

    /** Nothing is written while it is held. */
    ReentrantLock writing() {
        return writing;
    }

    private void append(int conversation, int count) throws JournalUnavailableException {
        writing.lock();
        try {
            append(conversation, conversation(conversation), count);
        } finally {
            writing.unlock();
        }
    }

    private void append(int conversation, String id, int count) throws JournalUnavailableException {
        int last = acknowledged.get(conversation);
        List<JournalRecord> batch = new ArrayList<>(count);
        for (int seq = last + 1; seq <= last + count; seq++) {
            batch.add(new JournalRecord(
                    id,
                    EPOCH,
                    seq,
                    RecordKind.MESSAGE,
                    "v-" + id,
                    "m" + seq,
                    System.currentTimeMillis(),
                    text(id, seq).getBytes(StandardCharsets.UTF_8)));
        }
        storage.journal().append(batch);
        acknowledged.set(conversation, last + count);
    }

    /** What a record means to the tiers. */
    static List<TierEntry> entries(JournalRecord record) {
        return List.of(new StoredMessage(
                record.stream(),
                record.epoch(),
                record.seq(),
                "web",
                record.visitor(),
                "visitor",
                record.visitor(),
                record.atMillis(),
                false,
                new String(record.body(), StandardCharsets.UTF_8),
                record.body(),
                null));
    }
}
