package io.kefu.server.admin;

import io.kefu.config.Secret;
import io.kefu.server.admin.http.CrossOrigin;
import io.kefu.server.admin.http.Origins;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The channels of the configuration in force that visitors come through by themselves (web, app). */
public interface Channels extends CrossOrigin.Rule {
    /**
     * One channel.
     *
     * @param allowedOrigins pages that may speak for its visitors; see {@link Origins#listed}
     * @param visitorSecret what its owner signs identities with; empty when it takes none
     * @param widget what {@code GET /channels/{name}/widget} answers, ready for JSON
     */
    record Channel(String name, List<String> allowedOrigins, Optional<Secret> visitorSecret, Object widget) {}

    Optional<Channel> find(String name);

    Collection<Channel> all();

    @Override
    default boolean allows(String origin, String channel) {
        return find(channel)
                .filter(c -> Origins.listed(origin, c.allowedOrigins()))
                .isPresent();
    }

    @Override
    default boolean allowsSomewhere(String origin) {
        return all().stream().anyMatch(c -> Origins.listed(origin, c.allowedOrigins()));
    }
}
