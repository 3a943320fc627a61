package io.kefu.storage;

import io.kefu.config.Secret;
import java.util.List;
import java.util.Optional;

/** Policies of which one tier is another's: its engine stays while all else of the new policy is in force. */
final class Mixed {
    private Mixed() {}

    /** The wanted policy on the engines that stand. */
    static StoragePolicyConfig onEnginesOf(StoragePolicyConfig standing, StoragePolicyConfig wanted) {
        StoragePolicyConfig mixed = wanted;
        for (TierRole role : TierRole.values()) {
            if (!Access.of(role, standing).equals(Access.of(role, wanted))) {
                mixed = with(mixed, role, standing);
            }
        }
        return mixed;
    }

    /** One tier on the wanted engine, the others as they stand. */
    static StoragePolicyConfig withEngine(StoragePolicyConfig standing, TierRole role, StoragePolicyConfig wanted) {
        return switch (role) {
            case HOT -> standing.with(wanted.hot());
            case WARM -> standing.with(wanted.warm());
            case COLD -> standing.with(wanted.cold());
        };
    }

    private static StoragePolicyConfig with(StoragePolicyConfig policy, TierRole role, StoragePolicyConfig engine) {
        return switch (role) {
            case HOT -> policy.with(engine.hot());
            case WARM -> {
                StoragePolicyConfig.Warm old = engine.warm();
                yield policy.with(
                        warm(policy.warm(), old.engine(), old.url(), old.user(), old.password(), old.replicas()));
            }
            case COLD -> {
                StoragePolicyConfig.Cold old = engine.cold();
                StoragePolicyConfig.Cold mixed =
                        cold(policy.cold(), old.engine(), old.url(), old.user(), old.password());
                yield policy.with(Access.of(mixed).equals(Access.of(old)) ? mixed : old);
            }
        };
    }

    static StoragePolicyConfig.Warm warm(
            StoragePolicyConfig.Warm values,
            StoragePolicyConfig.WarmEngine engine,
            Optional<String> url,
            Optional<String> user,
            Optional<Secret> password,
            List<String> replicas) {
        return new StoragePolicyConfig.Warm(
                engine, url, user, password, replicas, values.keep(), values.lagBudget(), values.batch());
    }

    static StoragePolicyConfig.Cold cold(
            StoragePolicyConfig.Cold values,
            StoragePolicyConfig.ColdEngine engine,
            Optional<String> url,
            Optional<String> user,
            Optional<Secret> password) {
        return new StoragePolicyConfig.Cold(
                engine, url, user, password, values.keep(), values.lagBudget(), values.batch());
    }
}
