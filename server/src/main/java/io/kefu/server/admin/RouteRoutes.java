package io.kefu.server.admin;

import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.storage.accounts.Role;
import java.util.List;
import java.util.Map;

/** What {@code kefuctl route} asks. */
final class RouteRoutes {
    private static final Access OPERATOR = Access.agents(Role.ADMIN);

    private final RouteOperations operations;

    RouteRoutes(RouteOperations operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/admin/v1/routing/conversations/{id}",
                        OPERATOR,
                        call -> Answer.ok(operations.explain(call.path("id")))),
                Route.post("/admin/v1/routing/replay", OPERATOR, call -> Answer.ok(operations.replay(body(call))))
                        .repeats(Repeats.AGAIN));
    }

    @SuppressWarnings("unchecked") // a JSON object is a map of texts
    private static Map<String, Object> body(Call call) {
        return call.body(Map.class);
    }
}
