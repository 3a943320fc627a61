package io.kefu.storage;

import io.kefu.storage.ageing.Ageing;
import io.kefu.storage.ageing.Retention;
import io.kefu.storage.erasure.ErasureFile;
import io.kefu.storage.erasure.ErasurePlace;
import io.kefu.storage.erasure.StoredPlaces;
import io.kefu.storage.erasure.Traces;
import io.kefu.storage.export.Export;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.history.History;
import io.kefu.storage.history.OffloadedConversations;
import io.kefu.storage.history.Search;
import io.kefu.storage.history.TierReader;
import io.kefu.storage.hold.Holds;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalTrim;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.BatchSettings;
import io.kefu.storage.projection.ProjectionSource;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.projection.ProjectorStatus;
import io.kefu.storage.projection.Replay;
import io.kefu.storage.repair.DayComparison;
import io.kefu.storage.repair.DayRepair;
import io.kefu.storage.repair.Verification;
import io.kefu.storage.tier.ConversationFilter;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.TierFacts;
import io.kefu.storage.tier.TierUnavailableException;
import io.kefu.storage.tier.WarmStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of storage: the journal in the data directory's {@code journal/}, the tiers on the engines that the policy names (those
 * of the server itself in {@code tiers/}), the projectors between them, and reads across them. Closed in the reverse order.
 */
public final class Storage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    private static final BatchSettings HOT_BATCH = new BatchSettings(512, Duration.ofMillis(2));
    private static final Duration REPLAY_BOUND = Duration.ofSeconds(5);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final InstantSource clock;
    private final StoragePolicyConfig policy;
    private final Journal journal;
    private final WarmStore warm;
    private final Projector warmProjector;
    private final Optional<Projector> coldProjector;
    private final List<Projector> projectors;
    private final History history;
    private final Search search;
    private final ConversationIndex conversations;
    private final Ageing ageing;
    private final Housekeeping housekeeping;
    private final AsideFile aside;
    private final Holds holds;
    private final ErasureFile erasures;
    private final List<TierReader> readers;
    private volatile List<LocalDate> disagreeing = List.of();

    private Storage(Path dataDir, StorageSettings settings, ProjectionSource source, InstantSource clock) {
        this.clock = clock;
        this.policy = settings.policy();
        boolean done = false;
        try {
            journal = opened(SqliteJournal.open(dataDir.resolve("journal")));
            Path tiers = directory(dataDir.resolve("tiers"));
            holds = opened(Holds.open(dataDir.resolve("holds.db"), clock));
            erasures = opened(ErasureFile.open(dataDir.resolve("erasures.db")));
            aside = opened(AsideFile.open(tiers.resolve("aside.db")));
            Engines engines = new Engines(tiers, settings, clock);
            MessageTier hot = opened(engines.hot(() -> Replay.start(journal, settings.replayRecords())));
            warm = opened(engines.warm());
            Optional<MessageTier> coldTier = engines.cold().map(this::opened);
            long replayed = hot.waits() ? 0 : Replay.run(journal, hot, source, aside, REPLAY_BOUND);
            LOG.info(
                    "opened directory={} journal_begin={} journal_end={} replayed={}",
                    dataDir,
                    journal.begin(),
                    journal.end(),
                    replayed);
            Projector hotProjector = projector(hot, source, aside, HOT_BATCH);
            warmProjector = projector(warm, source, aside, batch(policy.warm().batch()));
            coldProjector = coldTier.map(
                    tier -> projector(tier, source, aside, batch(policy.cold().batch())));
            projectors = Stream.concat(Stream.of(hotProjector, warmProjector), coldProjector.stream())
                    .toList();
            readers = projectors.stream()
                    .map(each -> opened(new TierReader(each)))
                    .toList();
            history = new History(journal, readers, clock);
            TierReader warmReader = readers.get(1);
            search = opened(new Search(searched(readers, policy)));
            conversations = new OffloadedConversations(warmReader, warm.conversations());
            ageing = new Ageing(
                    warm, coldProjector.map(this::colder), policy.warm().keep(), clock);
            housekeeping = opened(housekeeping(settings));
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private static BatchSettings batch(StoragePolicyConfig.Batch batch) {
        return new BatchSettings(batch.rows(), batch.patience());
    }

    private static BatchSettings batch(StoragePolicyConfig.ColdBatch batch) {
        return new BatchSettings(batch.rows(), batch.patience());
    }

    /** All but the hot tier, which has no index. */
    private static List<Search.Searched> searched(List<TierReader> readers, StoragePolicyConfig policy) {
        List<Search.Searched> searched = new ArrayList<>();
        searched.add(new Search.Searched(readers.get(1), policy.warm().lagBudget()));
        readers.stream()
                .skip(2)
                .map(each -> new Search.Searched(each, policy.cold().lagBudget()))
                .forEach(searched::add);
        return searched;
    }

    /**
     * Opens all of it and replays the journal's end into the hot tier; on return it may be read.
     *
     * @param source what a journal record means to the tiers
     * @throws io.kefu.storage.fault.DirectoryInUseException when another server holds the directory
     * @throws StorageException when a part cannot be opened; nothing is left open
     */
    public static Storage open(Path dataDir, StorageSettings settings, ProjectionSource source) {
        return open(dataDir, settings, source, InstantSource.system());
    }

    static Storage open(Path dataDir, StorageSettings settings, ProjectionSource source, InstantSource clock) {
        Storage storage = new Storage(dataDir, settings, source, clock);
        storage.projectors.forEach(Projector::start);
        storage.housekeeping.start();
        return storage;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private static Path directory(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new StorageException(path + " cannot be made: " + e + ". Give this user write access to it", e);
        }
    }

    private Projector projector(MessageTier tier, ProjectionSource source, AsideFile aside, BatchSettings batch) {
        return opened(new Projector(journal, tier, source, aside, batch, clock));
    }

    private Housekeeping housekeeping(StorageSettings settings) {
        JournalTrim trim = new JournalTrim(journal, this::slowest, settings.replayWindow(), clock);
        Optional<Retention> retention = coldProjector.map(
                each -> new Retention(each.tier(), policy.cold().keep(), clock));
        return new Housekeeping(trim, ageing, retention, this::loadClasses);
    }

    private Ageing.Colder colder(Projector cold) {
        DayRepair repair = new DayRepair(warm, cold);
        return new Ageing.Colder(cold.tier(), repair::run);
    }

    /** The first list and search build their SQL with classes that take half a second to load: here nobody waits. */
    private void loadClasses() {
        warm.conversations().list(ConversationFilter.ALL, 1, 0);
        warm.search(new SearchQuery("a", "", "", Instant.EPOCH, Instant.EPOCH, Set.of(""), 1, 0));
    }

    private long slowest() {
        return projectors.stream().mapToLong(Projector::cursor).min().orElse(0);
    }

    public Journal journal() {
        return journal;
    }

    public History history() {
        return history;
    }

    public Search search() {
        return search;
    }

    /** The conversations' list, as fresh as the warm tier: some tenths of a second behind the journal. */
    public ConversationIndex conversations() {
        return conversations;
    }

    public StorageStatus status() {
        List<ProjectorStatus> tiers = projectors.stream().map(Projector::status).toList();
        return new StorageStatus(
                journal.health(),
                journal.begin(),
                journal.end(),
                journal.checkpointOffset(),
                tiers,
                tiers.stream().filter(this::isLate).toList(),
                housekeeping.keptDays());
    }

    private boolean isLate(ProjectorStatus tier) {
        boolean isCold =
                coldProjector.isPresent() && tier.tier().equals(cold().tier().name());
        Duration budget = isCold ? policy.cold().lagBudget() : policy.warm().lagBudget();
        return tier.lag().compareTo(budget) > 0;
    }

    /** What each tier holds; a tier that does not answer within {@link History#BOUND} is without its facts. */
    public StorageReport report() {
        List<StorageReport.Tier> tiers = new ArrayList<>();
        for (int i = 0; i < projectors.size(); i++) {
            tiers.add(new StorageReport.Tier(projectors.get(i).status(), facts(readers.get(i))));
        }
        return new StorageReport(tiers, due(), disagreeing);
    }

    private static Optional<TierFacts> facts(TierReader reader) {
        try {
            return Optional.of(reader.ask(History.BOUND, MessageTier::facts));
        } catch (TierUnavailableException e) {
            return Optional.empty();
        }
    }

    private List<LocalDate> due() {
        try {
            return coldProjector.isEmpty() ? List.of() : ageing.due();
        } catch (TierUnavailableException e) {
            return List.of();
        }
    }

    /** The UTC days of which the warm or the cold tier holds messages, ascending. */
    public List<LocalDate> days() {
        return deep().stream()
                .flatMap(tier -> tier.days().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private List<MessageTier> deep() {
        return projectors.stream().skip(1).map(Projector::tier).toList();
    }

    /**
     * Holds a day in the warm tier against the cold one.
     *
     * @throws StorageException when there is no cold tier, or one of the two does not answer
     */
    public DayComparison verify(LocalDate day) {
        DayComparison found = new Verification(warmProjector, cold()).compare(day);
        note(day, found.verdict() == DayComparison.Verdict.DISAGREE);
        return found;
    }

    private synchronized void note(LocalDate day, boolean disagrees) {
        TreeSet<LocalDate> days = new TreeSet<>(disagreeing);
        if (disagrees) {
            days.add(day);
        } else {
            days.remove(day);
        }
        disagreeing = List.copyOf(days);
    }

    private Projector cold() {
        return coldProjector.orElseThrow(() -> new StorageException(
                "there is no cold tier to hold the warm one against: name one in the StoragePolicy (cold.engine)"));
    }

    /**
     * Gives each of the warm and the cold tier what it lacks of a day that the other has, and compares them again. A day
     * that has aged is not brought back into the warm tier.
     */
    public DayComparison repair(LocalDate day) {
        Projector cold = cold();
        ageing.turn().lock();
        try {
            boolean aged = warm.digest(day).count() == 0 && ageing.isDue(day);
            new DayRepair(warm, cold).run(day);
            if (!aged) {
                new DayRepair(cold.tier(), warmProjector).run(day);
            }
        } finally {
            ageing.turn().unlock();
        }
        return verify(day);
    }

    /** The messages of a period, for {@link Export#run}. */
    public Export export() {
        return new Export(deep(), ageing.turn());
    }

    /** Where messages lie here, for {@link io.kefu.storage.erasure.Erasures}. */
    public List<ErasurePlace> places() {
        return StoredPlaces.of(journal, aside, () -> projectors, ageing.turn());
    }

    /** A visitor's conversations as journal and warm tier know them. */
    public Traces.Found conversationsOf(String visitorId) {
        Set<String> found = new TreeSet<>(journal.streamsOf(visitorId));
        try {
            found.addAll(warm.conversationsOf(visitorId));
            return new Traces.Found(found, "");
        } catch (StorageException e) {
            return new Traces.Found(found, e.getMessage());
        }
    }

    /** The conversations that are held. */
    public Holds holds() {
        return holds;
    }

    /** Who was erased, and is to be. */
    public ErasureFile erasures() {
        return erasures;
    }

    /** Stops the projectors after the batch that is under way and closes every file. A second call does nothing. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("{} did not close cleanly: {}", part.getClass().getSimpleName(), e.toString());
        }
    }
}
