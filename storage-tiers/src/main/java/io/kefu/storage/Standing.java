package io.kefu.storage;

import io.kefu.storage.history.Search;
import io.kefu.storage.history.TierReader;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.tier.WarmStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tiers that records are carried into and that readers are answered from, and what is in force for them.
 *
 * @param policy names the engines of these very tiers: while one is being changed, another than what was asked for
 */
record Standing(StoragePolicyConfig policy, StandingTier hot, StandingTier warm, Optional<StandingTier> cold) {

    /** Newest first. */
    List<StandingTier> all() {
        return Stream.concat(Stream.of(hot, warm), cold.stream()).toList();
    }

    Optional<StandingTier> of(TierRole role) {
        return switch (role) {
            case HOT -> Optional.of(hot);
            case WARM -> Optional.of(warm);
            case COLD -> cold;
        };
    }

    /** Warm, then cold: those that hold whole days. */
    List<StandingTier> deep() {
        return all().subList(1, all().size());
    }

    WarmStore store() {
        return (WarmStore) warm.tier();
    }

    List<Projector> projectors() {
        return all().stream().map(StandingTier::projector).toList();
    }

    List<TierReader> readers() {
        return all().stream().map(StandingTier::reader).toList();
    }

    /** All but the hot tier, which has no index. */
    List<Search.Searched> searched() {
        return deep().stream()
                .map(each -> new Search.Searched(each.reader(), budget(each.role())))
                .toList();
    }

    /** How far a tier may lag. */
    Duration budget(TierRole role) {
        return role == TierRole.COLD ? policy.cold().lagBudget() : policy.warm().lagBudget();
    }

    Standing with(StoragePolicyConfig next) {
        return new Standing(next, hot, warm, cold);
    }

    Standing with(TierRole role, Optional<StandingTier> tier, StoragePolicyConfig next) {
        return switch (role) {
            case HOT -> new Standing(next, tier.orElseThrow(), warm, cold);
            case WARM -> new Standing(next, hot, tier.orElseThrow(), cold);
            case COLD -> new Standing(next, hot, warm, tier);
        };
    }
}
