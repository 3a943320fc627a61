package io.kefu.server.admin;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Credentials;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.accounts.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the admin listener answers. */
final class AdminRoutes {
    private static final Access OPERATOR = Access.agents(Role.ADMIN);
    private static final int GENERATED_LENGTH = 20;

    private final Accounts accounts;
    private final Agents agents;
    private final Operations operations;

    record NewPassword(String password) {}

    record NewApiKey(String name, Set<String> scopes) {}

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
                once("/admin/v1/config/apply", this::applyConfig),
                Route.get("/admin/v1/drain", OPERATOR, _ -> Answer.ok(operations.drained())),
                once("/admin/v1/drain", this::drain),
                once("/admin/v1/succession", this::succeed),
                once("/admin/v1/undrain", _ -> Answer.ok(operations.undrain())),
                once("/admin/v1/agents/{name}/password", this::setPassword),
                once("/admin/v1/api-keys", this::createApiKey),
                Route.delete("/admin/v1/api-keys/{id}", OPERATOR, this::revokeApiKey));
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
    private Answer applyConfig(Call call) {
        return Answer.ok(operations.applyConfig(call.body(Map.class)));
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
        return given.isPresent() ? Answer.noContent() : Answer.ok(Map.of("password", password));
    }

    private Answer createApiKey(Call call) {
        NewApiKey request = call.body(NewApiKey.class);
        String name = Texts.line("name", Texts.required("name", request.name(), Texts.MAX_NAME), Texts.MAX_NAME);
        if (request.scopes() == null
                || request.scopes().isEmpty()
                || request.scopes().stream().anyMatch(Objects::isNull)
                || request.scopes().size() > 16) {
            throw ApiException.badField("scopes", "must name 1 to 16 scopes, such as messages:write");
        }
        ApiKeyPrincipal key = key(name, request.scopes());
        return Answer.created(
                Map.of("id", key.id(), "token", accounts.tokens().issue(key).token()));
    }

    private static ApiKeyPrincipal key(String name, Set<String> scopes) {
        try {
            return new ApiKeyPrincipal(RandomIds.id(), name, scopes);
        } catch (IllegalArgumentException e) {
            throw ApiException.badField("scopes", "are named like messages:write");
        }
    }

    private Answer revokeApiKey(Call call) {
        accounts.tokens().revokeAll(PrincipalKey.apiKey(call.path("id")));
        return Answer.noContent();
    }
}
