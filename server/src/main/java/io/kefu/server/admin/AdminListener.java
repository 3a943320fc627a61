package io.kefu.server.admin;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.kefu.protocol.Skew;
import io.kefu.server.admin.http.Api;
import io.kefu.server.admin.http.ApiEvents;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.admin.http.CrossOrigin;
import io.kefu.server.admin.http.RateLimits;
import io.kefu.server.admin.http.Route;
import io.kefu.server.audit.AuditLog;
import io.kefu.storage.accounts.Accounts;
import java.util.List;
import java.util.Optional;
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
    private final String version;

    /** @param version of this server, which each answer names */
    public AdminListener(
            String version,
            AdminToken token,
            Accounts accounts,
            Agents agents,
            Operations operations,
            StorageOperations storage,
            Inspection inspection,
            AuditLog audit) {
        this.version = version;
        this.api = new Api(
                new Auditing(audit)
                        .operators(AdminScope.open(Stream.of(
                                        new AdminRoutes(accounts, agents, operations).routes(),
                                        new ConfigRoutes(operations.config()).routes(),
                                        new RouteRoutes(operations.routes()).routes(),
                                        new StorageRoutes(storage).routes(),
                                        new ErasureRoutes(storage.erasures(), storage.holds()).routes(),
                                        new InspectionRoutes(inspection, agents, accounts.credentials()).routes(),
                                        new TokenRoutes(accounts.tokens()).routes(),
                                        new AuditRoutes(audit).routes())
                                .flatMap(List::stream)
                                .map(this::ofOurTime)
                                .toList())),
                new Operators(token, accounts.tokens()),
                new CrossOrigin(NOBODY),
                RateLimits.standard(System::nanoTime),
                new ClientAddress(Set.of()),
                accounts.idempotencyKeys(),
                ApiEvents.NONE);
    }

    /** What changes something is refused to a program of another time: what it means may be something else by now. */
    private Route ofOurTime(Route route) {
        return route.method().equals("GET")
                ? route
                : route.handler(call -> {
                    Optional<String> skew = call.header(Skew.CLIENT).flatMap(client -> Skew.problem(client, version));
                    if (skew.isPresent()) {
                        throw ApiException.badRequest(skew.get());
                    }
                    return route.handler().handle(call);
                });
    }

    public List<Route> routes() {
        return api.routes();
    }

    /** Adds everything that the admin listener answers. */
    public void register(HttpRouting.Builder routing) {
        routing.addFilter((chain, _, response) -> {
            response.header(HeaderNames.create(Skew.SERVER), version);
            chain.proceed();
        });
        api.register(routing, "");
    }
}
