package io.kefu.server.admin;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.storage.accounts.ApiKey;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.IssuedToken;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What {@code kefuctl token} asks: keys of applications, and tokens of those who operate the server from elsewhere. */
final class TokenRoutes {
    private static final Access OPERATOR = Access.agents(Role.ADMIN);
    private static final String KEYS = "/admin/v1/api-keys";
    private static final int MOST_SCOPES = 16;
    private static final long LONGEST_SECONDS = Duration.ofDays(3_660).toSeconds();

    private final Tokens tokens;

    /** {@code expiresInSeconds}: left out for a token that lasts until it is revoked. */
    record NewApiKey(String name, Set<String> scopes, Long expiresInSeconds) {}

    TokenRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    List<Route> routes() {
        return List.of(
                Route.get(KEYS, OPERATOR, _ -> list()),
                Route.post(KEYS, OPERATOR, this::create).repeats(Repeats.AGAIN),
                Route.delete(KEYS + "/{id}", OPERATOR, this::revoke));
    }

    private Answer list() {
        return Answer.ok(
                Map.of("items", tokens.apiKeys().stream().map(this::json).toList()));
    }

    private Map<String, Object> json(ApiKey key) {
        Map<String, Object> json = json(key.principal(), key.expiresAt());
        json.put("created_at", key.createdAt());
        return json;
    }

    private static Map<String, Object> json(ApiKeyPrincipal key, Optional<Instant> expiresAt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", key.id());
        json.put("name", key.name());
        json.put("scopes", new TreeSet<>(key.scopes()));
        expiresAt.ifPresent(end -> json.put("expires_at", end));
        return json;
    }

    /** The token is in this answer and nowhere else: only its digest is stored. */
    private Answer create(Call call) {
        NewApiKey request = call.body(NewApiKey.class);
        String name = Texts.line("name", Texts.required("name", request.name(), Texts.MAX_NAME), Texts.MAX_NAME);
        ApiKeyPrincipal key = key(name, scopes(request));
        Optional<Duration> lifetime = lifetime(request);
        IssuedToken issued = tokens.issue(key, lifetime);
        Optional<Instant> end = lifetime.map(_ -> issued.expiresAt());
        call.tell("id " + key.id() + ", name " + name + ", scopes " + String.join(" ", new TreeSet<>(key.scopes()))
                + end.map(at -> ", until " + at).orElse(""));
        Map<String, Object> json = json(key, end);
        json.put("token", issued.token());
        return Answer.created(json);
    }

    private static Set<String> scopes(NewApiKey request) {
        Set<String> scopes = request.scopes();
        if (scopes == null
                || scopes.isEmpty()
                || scopes.stream().anyMatch(Objects::isNull)
                || scopes.size() > MOST_SCOPES) {
            throw ApiException.badField("scopes", "must name 1 to 16 scopes, such as messages:write");
        }
        return AdminScope.complete(scopes);
    }

    private static ApiKeyPrincipal key(String name, Set<String> scopes) {
        try {
            return new ApiKeyPrincipal(id(), name, scopes);
        } catch (IllegalArgumentException e) {
            throw ApiException.badField("scopes", "are named like messages:write");
        }
    }

    /** One that is no option on a command line. */
    private static String id() {
        String id = RandomIds.id();
        while (id.startsWith("-")) {
            id = RandomIds.id();
        }
        return id;
    }

    private static Optional<Duration> lifetime(NewApiKey request) {
        Long seconds = request.expiresInSeconds();
        if (seconds != null && (seconds < 1 || seconds > LONGEST_SECONDS)) {
            throw ApiException.badField("expires_in_seconds", "must be from 1 to " + LONGEST_SECONDS);
        }
        return Optional.ofNullable(seconds).map(Duration::ofSeconds);
    }

    private Answer revoke(Call call) {
        String id = call.path("id");
        if (tokens.apiKeys().stream().noneMatch(key -> key.principal().id().equals(id))) {
            throw ApiException.of(ErrorCode.ERROR_CODE_NOT_FOUND, "there is no token " + id);
        }
        tokens.revokeAll(PrincipalKey.apiKey(id));
        return Answer.noContent();
    }
}
