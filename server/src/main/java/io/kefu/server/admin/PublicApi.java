package io.kefu.server.admin;

import io.helidon.webserver.http.HttpRouting;
import io.kefu.server.admin.http.Api;
import io.kefu.server.admin.http.ApiEvents;
import io.kefu.server.admin.http.Caller;
import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.admin.http.CrossOrigin;
import io.kefu.server.admin.http.RateLimits;
import io.kefu.server.admin.http.Route;
import io.kefu.server.audit.Audit;
import io.kefu.server.intake.Newcomers;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.files.FileStore;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The REST API of the public listener, all of it under {@code /api/v1}. */
public final class PublicApi {
    private final Api api;

    /** What the API stands on. */
    public record Parts(
            Accounts accounts,
            FileStore files,
            Caller authentication,
            Agents agents,
            Attendance attendance,
            Groups groups,
            Channels channels,
            ConversationAccess conversations,
            SignedLinks links,
            RateLimits limits,
            Newcomers newcomers,
            ClientAddress clientAddress,
            ApiEvents events,
            Audit audit,
            InstantSource clock) {}

    /** {@code more}: routes of other parts of this room. */
    public PublicApi(Parts parts, List<Route> more) {
        var crossOrigin = new CrossOrigin(parts.channels());
        this.api = new Api(
                Stream.of(own(parts, crossOrigin), more).flatMap(List::stream).toList(),
                parts.authentication(),
                crossOrigin,
                parts.limits(),
                parts.clientAddress(),
                parts.accounts().idempotencyKeys(),
                parts.events());
    }

    private static List<Route> own(Parts p, CrossOrigin crossOrigin) {
        var me = new MeRoutes(p.agents(), p.attendance(), p.groups());
        var limits = p.limits();
        var visitors =
                new VisitorRoutes(p.accounts(), p.channels(), crossOrigin, limits.visitors(), p.newcomers(), p.clock());
        var sessions = new SessionRoutes(p.accounts(), p.agents(), limits, me, new Auditing(p.audit()));
        var files = new FileRoutes(p.files(), p.conversations(), p.links(), limits.uploads());
        var widget = new WidgetRoutes(p.channels(), crossOrigin);
        return Stream.of(
                        visitors.routes(),
                        sessions.routes(),
                        me.routes(),
                        files.routes(),
                        widget.routes(),
                        OpenApi.routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return api.routes();
    }

    /** Adds everything under {@code /api}; what others answer there must be added before. */
    public void register(HttpRouting.Builder routing) {
        api.register(routing, "/api");
    }
}
