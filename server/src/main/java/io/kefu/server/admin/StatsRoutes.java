package io.kefu.server.admin;

import io.kefu.monitoring.LiveStats;
import io.kefu.monitoring.SampleRing;
import io.kefu.monitoring.Series;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.storage.accounts.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;

/** The dashboard's data, for supervisors. */
final class StatsRoutes {
    private static final int MAX_MINUTES = 90 * 24 * 60;

    private final Supplier<LiveStats> live;
    private final SampleRing samples;
    private final RecentReport storage;

    StatsRoutes(Supplier<LiveStats> live, SampleRing samples, RecentReport storage) {
        this.live = live;
        this.samples = samples;
        this.storage = storage;
    }

    List<Route> routes() {
        Access supervisors = Access.agents(Role.SUPERVISOR);
        return List.of(
                Route.get(
                        "/api/v1/stats/live",
                        supervisors,
                        _ -> Answer.ok(live.get().toJson())),
                Route.get("/api/v1/stats/series", supervisors, this::series),
                Route.get("/api/v1/stats/storage", supervisors, _ -> Answer.ok(storage.get())));
    }

    private Answer series(Call call) throws IOException {
        String name = call.text("name", 64).orElseThrow(() -> ApiException.badField("name", "is needed"));
        int minutes = call.query("minutes", 60, 1, MAX_MINUTES);
        SampleRing.Points points = samples.points(named(name), Duration.ofMinutes(minutes));
        var json = new LinkedHashMap<String, Object>();
        json.put("name", points.name());
        json.put("unit", points.unit());
        json.put("step_ms", points.stepMillis());
        json.put(
                "points",
                points.points().stream().map(p -> List.of(p.at(), p.value())).toList());
        return Answer.ok(json);
    }

    private static Series named(String name) {
        try {
            return Series.named(name);
        } catch (IllegalArgumentException e) {
            throw ApiException.badField("name", e.getMessage());
        }
    }
}
