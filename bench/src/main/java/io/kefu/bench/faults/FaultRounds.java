package io.kefu.bench.faults;

import io.kefu.config.InvalidConfigException;
import io.kefu.storage.Storage;
import io.kefu.storage.StorageSettings;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Rounds of one fault each, on one engine, under a storage that is written to and read all the time. */
public final class FaultRounds implements AutoCloseable {
    private static final Duration FAULT = Duration.ofSeconds(2);
    private static final Duration CALM = Duration.ofMillis(500);
    private static final Duration CATCH_UP = Duration.ofSeconds(75);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** A reader's bound, a last look at what is left, and what a busy machine adds. */
    private static final long MOST_MILLIS = History.BOUND.toMillis() + 1_000;

    private static final Duration REPLAY_WINDOW = Duration.ofDays(7);

    private final Target target;
    private final Storage storage;
    private final Traffic traffic;
    private final Reader reader;
    private final int tier;
    private final Random random;
    private final Consumer<String> out;

    private long reads;
    private long partial;
    private long lost;
    private long doubled;
    private long wrong;
    private long held;
    private long slowest;
    private final List<Long> caughtUp = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    private FaultRounds(EngineKind kind, Target target, Storage storage, int rate, long seed, Consumer<String> out) {
        this.target = target;
        this.storage = storage;
        this.traffic = new Traffic(storage, rate);
        this.reader = new Reader(storage, traffic, seed);
        this.tier = kind == EngineKind.REDIS ? 0 : kind == EngineKind.CLICKHOUSE ? 2 : 1;
        this.random = new Random(seed);
        this.out = out;
    }

    /** A running engine with storage on it, in a new directory. */
    public static FaultRounds on(EngineKind kind, Path directory, int rate, long seed, Consumer<String> out)
            throws IOException, InterruptedException, InvalidConfigException {
        Files.createDirectories(directory);
        Target target = new Target(kind, directory.resolve("engine"));
        Storage storage = Storage.open(
                directory,
                StorageSettings.of(Policy.with(target.address(), directory), REPLAY_WINDOW),
                Traffic::entries);
        return new FaultRounds(kind, target, storage, rate, seed, out);
    }

    /** So many rounds, every fault once before one comes again. */
    public Summary run(int rounds) throws IOException, SQLException, InterruptedException {
        List<Fault> faults = new ArrayList<>();
        while (faults.size() < rounds) {
            List<Fault> all = possible();
            Collections.shuffle(all, random);
            faults.addAll(all);
        }
        return run(faults.subList(0, rounds));
    }

    /** A round of each, in this order. */
    Summary run(List<Fault> faults) throws IOException, SQLException, InterruptedException {
        Thread writing = traffic.start();
        Thread reading = reader.start();
        settled();
        for (int i = 0; i < faults.size(); i++) {
            round(i + 1, faults.get(i));
        }
        traffic.stop();
        reader.stop();
        writing.join(CATCH_UP);
        reading.join(CATCH_UP);
        if (traffic.failure() != null) {
            throw new IllegalStateException("the journal failed", traffic.failure());
        }
        return new Summary(
                faults.size(),
                traffic.acknowledged(),
                reads,
                partial,
                lost,
                doubled,
                wrong,
                held,
                slowest,
                caughtUp,
                skipped);
    }

    boolean canFillTheDisk() {
        return target.can(Fault.FULL);
    }

    private List<Fault> possible() {
        List<Fault> possible = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            if (target.can(fault)) {
                possible.add(fault);
            } else if (!skipped.contains(fault.words())) {
                skipped.add(fault.words());
                out.accept("skipped: " + fault.words() + ", as no file system may be mounted here");
            }
        }
        return possible;
    }

    private void round(int round, Fault fault) throws IOException, SQLException {
        target.begin(fault);
        LockSupport.parkNanos(FAULT.toNanos());
        target.end(fault);
        long healed = System.nanoTime();
        boolean all = settled();
        long millis = (System.nanoTime() - healed) / 1_000_000;
        caughtUp.add(millis);
        LockSupport.parkNanos(CALM.toNanos());
        tell(round, fault, millis, all);
    }

    private void tell(int round, Fault fault, long millis, boolean all) {
        int[] acknowledged = new int[Traffic.CONVERSATIONS];
        boolean now;
        Held there;
        traffic.writing().lock();
        try {
            Arrays.setAll(acknowledged, traffic::acknowledged);
            now = settled();
            there = target.held(traffic, acknowledged);
        } finally {
            traffic.writing().unlock();
        }
        Reader.Seen seen = reader.look();
        reads += seen.reads();
        partial += seen.partial();
        lost += there.lost();
        doubled += there.doubled();
        wrong += there.wrong() + seen.wrong().size();
        held += seen.slowestMillis() > MOST_MILLIS ? 1 : 0;
        slowest = Math.max(slowest, seen.slowestMillis());
        out.accept(("%3d %-48s caught up in %,6d ms%s; %,5d reads, %,4d partial, slowest %,5d ms;"
                        + " %d lost, %d doubled, %d wrong")
                .formatted(
                        round,
                        fault.words(),
                        millis,
                        all && now ? "" : " (NOT YET)",
                        seen.reads(),
                        seen.partial(),
                        seen.slowestMillis(),
                        there.lost(),
                        there.doubled(),
                        there.wrong() + seen.wrong().size()));
        seen.wrong().forEach(each -> out.accept("    wrong: " + each));
    }

    /** Whether the tier has all that was committed before, within the bound. */
    private boolean settled() {
        long end = storage.journal().end();
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        while (storage.status().tiers().get(tier).cursor() < end) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        traffic.stop();
        reader.stop();
        storage.close();
        target.close();
    }
}
