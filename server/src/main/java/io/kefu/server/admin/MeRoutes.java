package io.kefu.server.admin;

import io.kefu.server.admin.Agents.Agent;
import io.kefu.server.admin.Attendance.Presence;
import io.kefu.server.admin.Attendance.Status;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The signed-in agent, its colleagues and the groups. */
final class MeRoutes {
    private final Agents agents;
    private final Attendance attendance;
    private final Groups groups;

    record Me(String id, String name, String role, List<String> groups, String status, int load, int capacity) {}

    record Colleague(String id, String name, List<String> groups, String status, int load, int capacity) {}

    record NewStatus(String status) {}

    MeRoutes(Agents agents, Attendance attendance, Groups groups) {
        this.agents = agents;
        this.attendance = attendance;
        this.groups = groups;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/me", Access.AGENTS, call -> Answer.ok(of(agent(call)))),
                Route.put("/api/v1/me/status", Access.AGENTS, this::setStatus),
                Route.get("/api/v1/agents", Access.AGENTS, _ -> Answer.ok(Map.of("items", colleagues()))),
                Route.get("/api/v1/groups", Access.AGENTS, _ -> Answer.ok(Map.of("items", groups.all()))));
    }

    Me of(Agent agent) {
        Presence now = attendance.of(agent.id());
        return new Me(
                agent.id(),
                agent.name(),
                agent.role().name().toLowerCase(Locale.ROOT),
                agent.groups(),
                now.status().word(),
                now.load(),
                agent.capacity());
    }

    private Agent agent(Call call) {
        return agents.find(call.principal().id()).orElseThrow(ApiException::notFound);
    }

    private Answer setStatus(Call call) {
        String wanted = call.body(NewStatus.class).status();
        for (Status status : Status.values()) {
            if (status.word().equals(wanted)) {
                attendance.setStatus(call.principal().id(), status);
                return Answer.ok(of(agent(call)));
            }
        }
        throw ApiException.badField("status", "must be online, away or offline");
    }

    private List<Colleague> colleagues() {
        return agents.all().stream()
                .sorted(Comparator.comparing(Agent::id))
                .map(this::colleague)
                .toList();
    }

    private Colleague colleague(Agent agent) {
        Presence now = attendance.of(agent.id());
        return new Colleague(
                agent.id(), agent.name(), agent.groups(), now.status().word(), now.load(), agent.capacity());
    }
}
