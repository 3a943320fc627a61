package io.kefu.storage;

import io.kefu.config.Secret;
import java.util.List;
import java.util.Optional;

/**
 * How a tier is reached: where its rows are, and what a connection to them is made with. Equal for two policies that need
 * no other connection.
 *
 * @param with user, password and the like; prints no secret
 */
record Access(Place place, Optional<String> user, Optional<Secret> password, List<Object> with) {

    /** Everything of a hot tier: what it holds is made again in a moment. */
    static Access of(StoragePolicyConfig.Hot hot) {
        return new Access(
                Place.of(hot.engine(), hot.url().orElse("")),
                hot.user(),
                hot.password(),
                List.of(hot.cluster(), hot.perConversation(), hot.keepAfterClose()));
    }

    static Access of(StoragePolicyConfig.Warm warm) {
        Place place = Place.of(warm.engine(), warm.url().orElse(""));
        return place.isHere() ? here(place) : new Access(place, warm.user(), warm.password(), List.of(warm.replicas()));
    }

    static Access of(StoragePolicyConfig.Cold cold) {
        Place place = Place.of(cold.engine(), cold.url().orElse(""));
        return place.isHere() ? here(place) : new Access(place, cold.user(), cold.password(), List.of());
    }

    static Access of(TierRole role, StoragePolicyConfig policy) {
        return switch (role) {
            case HOT -> of(policy.hot());
            case WARM -> of(policy.warm());
            case COLD -> of(policy.cold());
        };
    }

    private static Access here(Place place) {
        return new Access(place, Optional.empty(), Optional.empty(), List.of());
    }
}
