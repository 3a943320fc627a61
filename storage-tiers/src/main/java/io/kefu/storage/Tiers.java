package io.kefu.storage;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.history.TierReader;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.BatchSettings;
import io.kefu.storage.projection.ProjectionSource;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.projection.Replay;
import io.kefu.storage.projection.RestoredJournal;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.TierWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the tiers that a policy names, and holds those that stand. Any thread. */
final class Tiers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tiers.class);
    private static final BatchSettings HOT_BATCH = new BatchSettings(512, Duration.ofMillis(2));
    private static final Duration REPLAY_BOUND = Duration.ofSeconds(5);

    private final Journal journal;
    private final ProjectionSource source;
    private final AsideFile aside;
    private final Engines engines;
    private final StorageSettings settings;
    private final InstantSource clock;
    private final TierWatch watch;

    /** Built, and neither standing nor closed: on its way in or out. */
    private final Set<StandingTier> others = ConcurrentHashMap.newKeySet();

    private final RestoredJournal restored;
    private volatile Standing standing;

    Tiers(
            Path directory,
            Journal journal,
            ProjectionSource source,
            AsideFile aside,
            StorageSettings settings,
            InstantSource clock,
            TierWatch watch) {
        this.restored = RestoredJournal.in(directory);
        this.journal = journal;
        this.source = source;
        this.aside = aside;
        this.engines = new Engines(directory, settings, clock);
        this.settings = settings;
        this.clock = clock;
        this.watch = watch;
    }

    /** Opens all that a policy names and fills a hot tier that is empty by nature; nothing is carried yet. */
    void open(StoragePolicyConfig policy) {
        StandingTier hot = built(TierRole.HOT, policy).orElseThrow();
        StandingTier warm = built(TierRole.WARM, policy).orElseThrow();
        standing = new Standing(policy, hot, warm, built(TierRole.COLD, policy));
        others.clear();
        long replayed = hot.tier().waits() ? 0 : Replay.run(journal, hot.tier(), source, aside, REPLAY_BOUND);
        LOG.info(
                "opened tiers={} journal_begin={} journal_end={} replayed={}",
                standing.all().stream().map(each -> each.access().place()).toList(),
                journal.begin(),
                journal.end(),
                replayed);
    }

    void start() {
        standing.projectors().forEach(Projector::start);
    }

    Standing now() {
        return standing;
    }

    /** Another policy on the same engines. */
    void use(StoragePolicyConfig policy) {
        standing = standing.with(policy);
        standing.all().forEach(each -> each.projector().gather(batch(each.role(), policy)));
    }

    /** A tier that is not started and does not stand; empty for a cold tier that there is not to be. */
    Optional<StandingTier> built(TierRole role, StoragePolicyConfig policy) {
        Optional<MessageTier> tier = switch (role) {
            case HOT -> Optional.of(engines.hot(policy.hot(), this::replayStart));
            case WARM -> Optional.of(engines.warm(policy.warm()));
            case COLD -> engines.cold(policy.cold());
        };
        Optional<StandingTier> built =
                tier.map(each -> built(role, Access.of(role, policy), each, batch(role, policy)));
        built.ifPresent(others::add);
        built.filter(this::isWhereItStood).ifPresent(each -> each.projector().demandNotAheadOf(restored));
        return built;
    }

    /** Its rows are those of the tier that stands, or that stood when the server last ran. */
    private boolean isWhereItStood(StandingTier tier) {
        Standing now = standing;
        return now == null
                || now.of(tier.role())
                        .filter(each ->
                                each.access().place().equals(tier.access().place()))
                        .isPresent();
    }

    RestoredJournal restored() {
        return restored;
    }

    private StandingTier built(TierRole role, Access access, MessageTier tier, BatchSettings batch) {
        Projector projector = new Projector(journal, tier, source, aside, batch, clock, watch);
        return new StandingTier(role, access, tier, projector, new TierReader(projector, watch));
    }

    private static BatchSettings batch(TierRole role, StoragePolicyConfig policy) {
        return switch (role) {
            case HOT -> HOT_BATCH;
            case WARM ->
                new BatchSettings(
                        policy.warm().batch().rows(), policy.warm().batch().patience());
            case COLD ->
                new BatchSettings(
                        policy.cold().batch().rows(), policy.cold().batch().patience());
        };
    }

    /** From where an empty hot tier is fed. */
    long replayStart() {
        return Replay.start(journal, settings.replayRecords());
    }

    Journal journal() {
        return journal;
    }

    AsideFile aside() {
        return aside;
    }

    InstantSource clock() {
        return clock;
    }

    /** Lets a tier stand in its role; the one that stood there is closed by {@link #retire}. */
    void put(TierRole role, Optional<StandingTier> tier, StoragePolicyConfig policy) {
        standing.of(role).ifPresent(others::add);
        standing = standing.with(role, tier, policy);
        tier.ifPresent(others::remove);
    }

    /** Closes a tier that does not stand. */
    void retire(StandingTier tier) {
        if (others.remove(tier)) {
            closed(tier);
        }
    }

    /** Those that are being filled, and those that stood until a moment ago. */
    List<StandingTier> others() {
        return List.copyOf(others);
    }

    /** What no tier needs any more lies before this offset. */
    long slowest() {
        return Stream.concat(standing.all().stream(), others.stream())
                .mapToLong(each -> each.projector().cursor())
                .min()
                .orElse(0);
    }

    @Override
    public void close() {
        Standing last = standing;
        Stream.concat(others.stream(), last == null ? Stream.empty() : last.all().reversed().stream())
                .forEach(Tiers::closed);
        others.clear();
    }

    private static void closed(StandingTier tier) {
        try {
            tier.close();
        } catch (StorageException e) {
            LOG.warn("the {} tier did not close cleanly: {}", tier.role().word(), e.getMessage());
        }
    }
}
