package io.kefu.server.admin;

import io.helidon.webserver.http.HttpRouting;
import io.kefu.server.admin.http.Api;
import io.kefu.server.admin.http.ApiEvents;
import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.admin.http.CrossOrigin;
import io.kefu.server.admin.http.RateLimits;
import io.kefu.server.admin.http.Route;
import io.kefu.storage.accounts.Accounts;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The admin listener: health, metrics, and what {@code kefuctl} speaks. */
public final class AdminListener {
    /** No page of another origin has any business here. */
    private static final CrossOrigin.Rule NOBODY = new CrossOrigin.Rule() {
        @Override
        public boolean allows(String origin, String channel) {
            return false;
        }

        @Override
        public boolean allowsSomewhere(String origin) {
            return false;
        }
    };

    private final Api api;

    public AdminListener(
            AdminToken token, Accounts accounts, Agents agents, Operations operations, StorageOperations storage) {
        this.api = new Api(
                Stream.of(
                                new AdminRoutes(accounts, agents, operations).routes(),
                                new StorageRoutes(storage).routes(),
                                new ErasureRoutes(storage.erasures(), storage.holds()).routes())
                        .flatMap(List::stream)
                        .toList(),
                token,
                new CrossOrigin(NOBODY),
                RateLimits.standard(System::nanoTime),
                new ClientAddress(Set.of()),
                accounts.idempotencyKeys(),
                ApiEvents.NONE);
    }

    public List<Route> routes() {
        return api.routes();
    }

    /** Adds everything that the admin listener answers. */
    public void register(HttpRouting.Builder routing) {
        api.register(routing, "");
    }
}
