package io.kefu.server.admin;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.Credentials;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.accounts.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the admin listener answers. */
final class AdminRoutes {
    private static final Access OPERATOR = Access.agents(Role.ADMIN);
    private static final int GENERATED_LENGTH = 20;

    private final Accounts accounts;
    private final Agents agents;
    private final Operations operations;

    record NewPassword(String password) {}

    AdminRoutes(Accounts accounts, Agents agents, Operations operations) {
        this.accounts = accounts;
        this.agents = agents;
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/healthz", Access.ANYONE, _ -> text(200, "alive")),
                Route.get("/readyz", Access.ANYONE, _ -> ready()),
                Route.get("/metrics", Access.ANYONE, this::metrics),
                Route.get("/admin/v1/status", OPERATOR, _ -> Answer.ok(operations.status())),
                Route.get("/admin/v1/insides", OPERATOR, _ -> Answer.ok(operations.insides())),
                Route.get("/admin/v1/drain", OPERATOR, _ -> Answer.ok(operations.drained())),
                once("/admin/v1/drain", this::drain),
                once("/admin/v1/succession", this::succeed),
                once("/admin/v1/undrain", _ -> Answer.ok(operations.undrain())),
                once("/admin/v1/agents/{name}/password", this::setPassword));
    }

    private static Route once(String path, Route.Handler handler) {
        return Route.post(path, OPERATOR, handler).repeats(Repeats.AGAIN);
    }

    private Answer ready() {
        Optional<String> reason = operations.notReady();
        return reason.map(why -> text(503, why)).orElseGet(() -> text(200, "ready"));
    }

    private static Answer text(int status, String text) {
        return Answer.bytes("text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8))
                .status(status);
    }

    private Answer metrics(Call call) {
        var scrape = operations.metrics(call.header("Accept").orElse(""));
        return Answer.bytes(scrape.contentType(), scrape.body().getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("unchecked") // a JSON object is a map of texts
    private Answer drain(Call call) {
        return Answer.ok(operations.drain(call.body(Map.class)));
    }

    @SuppressWarnings("unchecked") // a JSON object is a map of texts
    private Answer succeed(Call call) {
        return Answer.ok(operations.succeed(call.body(Map.class)));
    }

    /** Without a password in the request a new one is made and answered: it is shown nowhere else. */
    private Answer setPassword(Call call) {
        String agentId = agents.find(call.path("name"))
                .orElseThrow(() ->
                        ApiException.of(ErrorCode.ERROR_CODE_NOT_FOUND, "there is no agent named " + call.path("name")))
                .id();
        Optional<String> given =
                Optional.ofNullable(call.body(NewPassword.class).password());
        String password = given.orElseGet(() -> RandomIds.token().substring(0, GENERATED_LENGTH));
        try {
            accounts.credentials().set(agentId, password);
        } catch (IllegalArgumentException e) {
            throw ApiException.badField(
                    "password",
                    "needs " + Credentials.MIN_PASSWORD + " to " + Credentials.MAX_PASSWORD + " characters");
        }
        call.tell(given.isPresent() ? "given by the operator; all sessions ended" : "made here; all sessions ended");
        return given.isPresent() ? Answer.noContent() : Answer.ok(Map.of("password", password));
    }
}
