package io.kefu.server.admin;

import io.kefu.server.admin.http.Route;
import io.kefu.storage.accounts.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a token may do on the admin listener; each may all that the ones before it may. A route that is not named here
 * needs {@link #ADMIN} unless it only reads, so that one which is added later is closed until somebody opens it.
 */
enum AdminScope {
    /** Looks: status, storage, drains, holds, the audit log. Never messages. */
    READ,
    /** Also what changes neither who may do what nor what the server holds. */
    OPERATE,
    /** Everything: configuration, passwords, tokens, erasures, and reading messages. */
    ADMIN;

    private static final String PREFIX = "admin:";

    private static final Set<String> OPERATING = Set.of(
            "POST /admin/v1/drain",
            "POST /admin/v1/undrain",
            "POST /admin/v1/storage/backup",
            "POST /admin/v1/storage/days/{day}/verify",
            "POST /admin/v1/storage/days/{day}/repair",
            "POST /admin/v1/storage/days/{day}/backfill",
            "PUT /admin/v1/storage/holds/{id}");

    /** They read, but what people wrote. */
    private static final Set<String> CONFIDENTIAL = Set.of(
            "GET /admin/v1/storage/export",
            "GET /admin/v1/conversations/{id}",
            "GET /admin/v1/conversations/{id}/messages");

    /** As it stands in a token: {@code admin:operate}. */
    String word() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    /** The routes, each open also to tokens with the scope that it needs. */
    static List<Route> open(List<Route> routes) {
        return routes.stream()
                .map(route -> route.access().role().equals(Optional.of(Role.ADMIN))
                        ? route.access(route.access().orScope(needed(route).word()))
                        : route)
                .toList();
    }

    private static AdminScope needed(Route route) {
        String key = route.method() + " " + route.path();
        if (OPERATING.contains(key)) {
            return OPERATE;
        }
        return route.method().equals("GET") && !CONFIDENTIAL.contains(key) ? READ : ADMIN;
    }

    /** With the lesser ones that these hold. */
    static Set<String> complete(Set<String> scopes) {
        Set<String> all = new TreeSet<>(scopes);
        for (AdminScope scope : values()) {
            if (scopes.contains(scope.word())) {
                for (AdminScope lesser : EnumSet.range(READ, scope)) {
                    all.add(lesser.word());
                }
            }
        }
        return all;
    }

    /** Whether any of these is for the admin listener. */
    static boolean any(Set<String> scopes) {
        return scopes.contains(READ.word());
    }
}
