package io.kefu.server.admin;

import io.kefu.server.admin.ConfigOperations.Operator;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.VisitorPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code kefuctl config} and {@code kefuctl sync} ask. */
final class ConfigRoutes {
    private static final Access OPERATOR = Access.agents(Role.ADMIN);
    private static final String PATH = "/admin/v1/config";
    private static final int MAX_NAME = 100;

    private final ConfigOperations config;

    ConfigRoutes(ConfigOperations config) {
        this.config = config;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, OPERATOR, _ -> Answer.ok(config.current())),
                Route.get(PATH + "/history", OPERATOR, _ -> Answer.ok(config.history())),
                again("/plan", call -> Answer.ok(config.plan(body(call)))),
                again("/apply", call -> told(call, config.apply(body(call), operator(call)))),
                again("/confirm", call -> told(call, config.confirm(operator(call)))),
                again("/diff", call -> Answer.ok(config.diff(body(call)))),
                again("/sync", call -> Answer.ok(config.synced(body(call), operator(call)))));
    }

    private static Route again(String path, Route.Handler handler) {
        return Route.post(PATH + path, OPERATOR, handler).repeats(Repeats.AGAIN);
    }

    @SuppressWarnings("unchecked") // a JSON object is a map of texts
    private static Map<String, Object> body(Call call) {
        return call.body(Map.class);
    }

    /** For the record: which one it is now. */
    private static Answer told(Call call, Object answer) {
        if (answer instanceof Map<?, ?> applied && applied.get("revision") instanceof String revision) {
            call.tell("revision " + revision);
        }
        return Answer.ok(answer);
    }

    private static Operator operator(Call call) {
        String name = switch (call.principal()) {
            case AgentPrincipal agent -> agent.id();
            case ApiKeyPrincipal key -> key.name();
            case VisitorPrincipal visitor -> visitor.id();
        };
        Object says = body(call).get("who");
        String person = call.header("Kefu-Operator")
                .or(() -> Optional.ofNullable(says instanceof String text ? text : null))
                .orElse("")
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        String shown =
                person.isEmpty() ? name : name + " (" + person.substring(0, Math.min(person.length(), MAX_NAME)) + ")";
        return new Operator(shown, call.from());
    }
}
