package io.kefu.server.admin;

import io.kefu.monitoring.LiveStats;
import io.kefu.monitoring.SampleRing;
import io.kefu.server.admin.http.ApiEvents;
import io.kefu.server.admin.http.Route;
import io.kefu.server.audit.Audit;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.server.intake.Intake;
import io.kefu.storage.accounts.Visitors;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The routes about conversations, search and the dashboard; given to {@link PublicApi} as its further ones. */
public final class ConversationApi {
    private final List<Route> routes;

    /**
     * What these routes stand on.
     *
     * @param storage the tiers in numbers; may take seconds
     */
    public record Parts(
            Intake intake,
            Views views,
            Visibility visibility,
            Roster roster,
            Archive archive,
            Agents agents,
            Groups groups,
            Visitors visitors,
            Supplier<LiveStats> live,
            SampleRing samples,
            Supplier<Object> storage,
            ApiEvents events,
            Audit audit) {}

    public ConversationApi(Parts p) {
        var lists = new ConversationList(p.views(), p.visibility(), p.roster(), p.archive());
        var conversations = new ConversationRoutes(
                p.intake(), p.views(), lists, p.archive(), p.agents(), p.groups(), new Auditing(p.audit()));
        var sends = new SendRoutes(p.intake(), p.visitors(), p.events());
        var search = new SearchRoutes(p.archive(), p.views(), p.visibility(), p.roster());
        var stats = new StatsRoutes(p.live(), p.samples(), new RecentReport(p.storage(), System::nanoTime));
        this.routes = Stream.of(conversations.routes(), sends.routes(), search.routes(), stats.routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }
}
