package io.kefu.storage;

import io.kefu.storage.ageing.Ageing;
import io.kefu.storage.ageing.KeepTimes;
import io.kefu.storage.ageing.Retention;
import io.kefu.storage.backup.Backup;
import io.kefu.storage.backup.BackupException;
import io.kefu.storage.backup.Manifest;
import io.kefu.storage.erasure.ErasureFile;
import io.kefu.storage.erasure.ErasurePlace;
import io.kefu.storage.erasure.StoredPlaces;
import io.kefu.storage.erasure.Tombstones;
import io.kefu.storage.erasure.Traces;
import io.kefu.storage.export.Export;
import io.kefu.storage.fault.DirectoryInUseException;
import io.kefu.storage.fault.IoReason;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.history.History;
import io.kefu.storage.history.OffloadedConversations;
import io.kefu.storage.history.Search;
import io.kefu.storage.hold.Holds;
import io.kefu.storage.journal.DirectoryLock;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalTrim;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.ProjectionSource;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.repair.DayComparison;
import io.kefu.storage.repair.DayRepair;
import io.kefu.storage.sql.Jooq;
import io.kefu.storage.tier.ConversationFilter;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.TierWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of storage: the journal in the data directory's {@code journal/}, the tiers on the engines that the policy names (those
 * of the server itself in {@code tiers/}), the projectors between them, and reads across them. The policy may change while
 * it runs, the engines included. Closed in the reverse order.
 */
public final class Storage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final AtomicBoolean backingUp = new AtomicBoolean();
    private final Path dataDir;
    private final ProjectionSource source;
    private final InstantSource clock;
    private final Journal journal;
    private final Tiers tiers;
    private final History history;
    private final Search search;
    private final ConversationIndex conversations;
    private final Ageing ageing;
    private final Housekeeping housekeeping;
    private final Changeover changeover;
    private final StandingFile file;
    private final Days days;
    private final AsideFile aside;
    private final Holds holds;
    private final ErasureFile erasures;

    private Storage(
            Path dataDir, StorageSettings settings, ProjectionSource source, InstantSource clock, TierWatch watch) {
        Jooq.load();
        this.dataDir = dataDir;
        this.source = source;
        this.clock = clock;
        boolean done = false;
        try {
            journal = opened(SqliteJournal.open(journal(dataDir)));
            Path directory = directory(dataDir.resolve("tiers"));
            holds = opened(Holds.open(dataDir.resolve("holds.db"), clock));
            erasures = opened(ErasureFile.open(dataDir.resolve("erasures.db")));
            aside = opened(AsideFile.open(directory.resolve("aside.db")));
            file = StandingFile.in(directory);
            tiers = opened(new Tiers(directory, journal, source, aside, settings, clock, watch));
            StoragePolicyConfig policy = file.inForce(settings.policy());
            tiers.open(policy);
            file.stands(policy, settings.policy());
            history = new History(journal, () -> tiers.now().readers(), clock);
            search = opened(new Search(() -> tiers.now().searched()));
            conversations = new OffloadedConversations(() -> tiers.now().warm().reader());
            ageing = new Ageing(this::plan, clock);
            changeover = opened(new Changeover(tiers, file, ageing.turn(), settings.policy()));
            days = new Days(tiers, ageing);
            JournalTrim trim = new JournalTrim(journal, this::uncut, settings.replayWindow(), clock);
            housekeeping = opened(new Housekeeping(trim, ageing, this::retention, watch, this::loadClasses));
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private static Path journal(Path dataDir) {
        return dataDir.resolve("journal");
    }

    /** The process that has this data directory open; empty when none has, or none says so. */
    public static OptionalLong holder(Path dataDir) {
        if (!Files.isDirectory(journal(dataDir))) {
            return OptionalLong.empty();
        }
        try (DirectoryLock _ = DirectoryLock.take(journal(dataDir))) {
            return OptionalLong.empty();
        } catch (DirectoryInUseException e) {
            return e.holder();
        }
    }

    /** Whether a process has this data directory open: without a touch of the lock, which somebody may be about to take. */
    public static DirectoryLock.Seen lookedAt(Path dataDir) {
        return DirectoryLock.seen(journal(dataDir));
    }

    /**
     * Opens all of it and replays the journal's end into the hot tier; on return it may be read.
     *
     * @param source what a journal record means to the tiers
     * @param watch is told how calls to the tiers end
     * @throws io.kefu.storage.fault.DirectoryInUseException when another server holds the directory
     * @throws StorageException when a part cannot be opened; nothing is left open
     */
    public static Storage open(Path dataDir, StorageSettings settings, ProjectionSource source, TierWatch watch) {
        return open(dataDir, settings, source, InstantSource.system(), watch);
    }

    /** The same, watched by nobody. */
    public static Storage open(Path dataDir, StorageSettings settings, ProjectionSource source) {
        return open(dataDir, settings, source, TierWatch.NONE);
    }

    static Storage open(
            Path dataDir, StorageSettings settings, ProjectionSource source, InstantSource clock, TierWatch watch) {
        Storage storage = new Storage(dataDir, settings, source, clock, watch);
        storage.tiers.start();
        storage.changeover.start();
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
            throw new StorageException(
                    path + " cannot be made: " + IoReason.of(e) + ". Give this user write access to it", e);
        }
    }

    /** Nothing ages into a cold tier that is to go. */
    private Ageing.Plan plan() {
        Standing now = tiers.now();
        boolean colderStays = changeover.wanted().cold().engine() != StoragePolicyConfig.ColdEngine.NONE;
        Optional<Ageing.Colder> colder = now.cold()
                .filter(each -> colderStays)
                .map(each ->
                        new Ageing.Colder(each.tier(), new DayRepair(now.warm().tier(), each.projector())::run));
        return new Ageing.Plan(now.warm().tier(), colder, now.policy().warm().keep());
    }

    /** Channels have their time in both tiers, the rest has it in the last one. */
    private List<Retention> retention() {
        Standing now = tiers.now();
        KeepTimes keep = now.policy().keepTimes();
        List<Retention> all = new ArrayList<>();
        all.add(new Retention(now.warm().tier(), keep.ofChannelsAlone(), holds, clock));
        now.cold().ifPresent(each -> all.add(new Retention(each.tier(), keep, holds, clock)));
        return all;
    }

    /** The first list and search build their SQL with classes that take half a second to load: here nobody waits. */
    private void loadClasses() {
        tiers.now().store().conversations().list(ConversationFilter.ALL, 1, 0);
        tiers.now().warm().tier().search(new SearchQuery("a", "", "", Instant.EPOCH, Instant.EPOCH, Set.of(""), 1, 0));
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

    /**
     * Whether a policy may be put in force; changes nothing.
     *
     * @throws PolicyRefusedException when it may not, as messages would be lost
     * @throws StorageException when a tier that has to be asked does not answer
     */
    public void check(StoragePolicyConfig policy) {
        if (policy.cold().engine() == StoragePolicyConfig.ColdEngine.NONE) {
            ColdRemoval.of(tiers.now()).ifPresent(ColdRemoval::demandAllInWarm);
        }
    }

    /**
     * Puts a policy in force. Times, sizes and bounds hold from now on; a tier's other engine is filled first, while the old
     * one serves, and then stands in its place: {@link #status} tells how far that is. It goes on after a restart, and ends
     * when another policy is applied.
     *
     * @return tiers whose engine, or the way to it, is being changed
     * @throws PolicyRefusedException as {@link #check}
     */
    public List<TierRole> apply(StoragePolicyConfig policy) {
        if (!policy.equals(changeover.wanted())) {
            check(policy);
            changeover.want(policy);
        }
        return List.of(TierRole.values()).stream()
                .filter(role -> !Access.of(role, policy)
                        .equals(Access.of(role, tiers.now().policy())))
                .toList();
    }

    public StorageStatus status() {
        return StorageFigures.status(journal, tiers.now(), changeover.changes(), housekeeping.keptDays());
    }

    /** What each tier holds; a tier that does not answer within {@link History#BOUND} is without its facts. */
    public StorageReport report() {
        return StorageFigures.report(tiers.now(), days, changeover.changes(), file.left());
    }

    /** The UTC days of which the warm or the cold tier holds messages, ascending. */
    public List<LocalDate> days() {
        return days.all();
    }

    /**
     * Holds a day in the warm tier against the cold one.
     *
     * @throws StorageException when there is no cold tier, or one of the two does not answer
     */
    public DayComparison verify(LocalDate day) {
        return days.verify(day);
    }

    /**
     * Gives each of the warm and the cold tier what it lacks of a day that the other has, and compares them again. A day
     * that has aged is not brought back into the warm tier.
     */
    public DayComparison repair(LocalDate day) {
        return days.repair(day);
    }

    /**
     * Gives one of the warm and the cold tier what it lacks of a day that the other has, be it aged or not, and compares
     * them again.
     */
    public DayComparison backfill(TierRole into, LocalDate day) {
        return days.backfill(into, day);
    }

    /** Ages what is due now, which housekeeping does every ten minutes. */
    void age() {
        housekeeping.run();
    }

    /**
     * Copies all that this server holds in files of its own into one archive, while it serves: consistent, up to the
     * journal's end as it is some time after the call. What tiers hold in database servers is not in it. Beside it the list
     * of those who were erased, {@code .erased}, is for the restore of an older one.
     *
     * @param archive a file that is not there, outside the data directory
     * @param version of the server, for the manifest
     * @throws BackupException when there is no room, or the place does not allow it
     */
    public Manifest backup(Path archive, String version) {
        if (!backingUp.compareAndSet(false, true)) {
            throw new BackupException(
                    BackupException.Kind.PLACE, "a backup is being made already. Wait for its end, then try again");
        }
        try {
            BackupSource from = new BackupSource(tiers, file, ageing.turn(), source);
            Manifest manifest = new Backup(dataDir, archive).run(from, version, clock.instant());
            Tombstones.write(Path.of(archive + ".erased"), erasures.tombstones());
            return manifest;
        } catch (IOException e) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    archive + " is whole, and the list of those who were erased cannot be written beside it: "
                            + IoReason.of(e),
                    e);
        } finally {
            backingUp.set(false);
        }
    }

    /** A copy of the journal must reach back to where the copy of a tier ends. */
    private long uncut() {
        return backingUp.get() ? 0 : tiers.slowest();
    }

    /** The messages of a period, for {@link Export#run}. */
    public Export export() {
        return new Export(
                () -> tiers.now().deep().stream().map(StandingTier::tier).toList(), ageing.turn());
    }

    /** Where messages lie here, for {@link io.kefu.storage.erasure.Erasures}. */
    public List<ErasurePlace> places() {
        UnderWay changes = new UnderWay(
                file,
                () -> tiers.others().stream().map(each -> each.role().word()).collect(Collectors.toSet()));
        List<ErasurePlace> places = new ArrayList<>(List.of(changes));
        places.addAll(StoredPlaces.of(journal, aside, this::everywhere, ageing.turn(), holds));
        places.add(changes);
        return places;
    }

    /** A visitor's conversations as journal and warm tier know them. */
    public Traces.Found conversationsOf(String visitorId) {
        Set<String> found = new TreeSet<>(journal.streamsOf(visitorId));
        try {
            found.addAll(tiers.now().store().conversationsOf(visitorId));
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

    /** Of the tiers that stand, then of those on their way in or out: all that have, or will have, messages. */
    private List<Projector> everywhere() {
        return Stream.concat(tiers.now().all().stream(), tiers.others().stream())
                .distinct()
                .map(StandingTier::projector)
                .toList();
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
