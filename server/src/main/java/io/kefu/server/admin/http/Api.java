package io.kefu.server.admin.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.storage.accounts.Grant;
import io.kefu.storage.accounts.IdempotencyKeys;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registers routes so that each call goes the same way: address limit → token → origin → principal limit → access →
 * idempotency → handler → answer. What is not a route is {@code not_found}.
 *
 * <p>A body that a refusal left unread is drained by Helidon up to the listener's payload bound. A handler must not set
 * {@code Connection: close} instead: Helidon 4.5.0 then neither drains nor closes, and takes the body for a request.
 */
public final class Api {
    static final String BEARER = "Bearer ";

    private final List<Route> routes;
    private final Caller caller;
    private final CrossOrigin crossOrigin;
    private final RateLimits limits;
    private final ClientAddress clientAddress;
    private final IdempotencyKeys idempotencyKeys;
    private final ApiEvents events;
    private final Json json;
    private final Sending sending;

    public Api(
            List<Route> routes,
            Caller caller,
            CrossOrigin crossOrigin,
            RateLimits limits,
            ClientAddress clientAddress,
            IdempotencyKeys idempotencyKeys,
            ApiEvents events) {
        this.routes = List.copyOf(routes);
        this.caller = caller;
        this.crossOrigin = crossOrigin;
        this.limits = limits;
        this.clientAddress = clientAddress;
        this.idempotencyKeys = idempotencyKeys;
        this.events = events;
        this.json = new Json(events::unknownField);
        this.sending = new Sending(json);
    }

    public List<Route> routes() {
        return routes;
    }

    /** Adds the routes and, under {@code prefix}, the answers to preflights and to what is no route. */
    public void register(HttpRouting.Builder routing, String prefix) {
        for (Route route : routes) {
            routing.route(Method.create(route.method()), route.path(), (q, a) -> serve(route, q, a));
        }
        routing.options(prefix + "/*", this::preflight);
        routing.any(prefix + "/*", (q, a) -> refuse(q, a, ApiException.notFound()));
    }

    private void serve(Route route, ServerRequest request, ServerResponse response) throws IOException {
        long began = System.nanoTime();
        Answer answer;
        try {
            answer = admitted(route, request);
        } catch (Exception e) { // the one place that turns them into answers
            answer = Problems.answer(e);
        }
        readable(request, response);
        sending.send(response, answer);
        events.answered(route, answer.status(), code(answer), System.nanoTime() - began);
    }

    private Answer admitted(Route route, ServerRequest request) throws Exception {
        limited("address", limits.address(), clientAddress.of(request));
        Optional<Grant> grant = grant(request);
        crossOrigin.check(origin(request), host(request), grant);
        if (grant.isPresent()) {
            limited(
                    "principal",
                    limits.principal(),
                    grant.get().principal().key().toString());
        }
        route.access().check(grant.map(Grant::principal));
        return once(route, new Call(request, clientAddress, grant, json));
    }

    private void limited(String name, RateLimit limit, String key) {
        try {
            limit.take(key);
        } catch (ApiException e) {
            events.rateLimited(name);
            throw e;
        }
    }

    /** A token that is sent must be good, even where none is needed: a client must learn that its token has ended. */
    private Optional<Grant> grant(ServerRequest request) {
        Optional<String> header = request.headers().first(HeaderNames.AUTHORIZATION);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        return header.filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .flatMap(caller::of)
                .or(() -> {
                    throw ApiException.unauthenticated("the token is unknown, expired or revoked");
                });
    }

    private Answer once(Route route, Call call) throws Exception {
        Optional<String> key = call.header("Idempotency-Key").filter(k -> !k.isEmpty());
        if (route.repeats() == Route.Repeats.AGAIN
                || key.isEmpty()
                || call.grant().isEmpty()) {
            return route.handler().handle(call);
        }
        if (key.get().length() > IdempotencyKeys.MAX_KEY_LENGTH) {
            throw ApiException.badField("Idempotency-Key", "is too long");
        }
        PrincipalKey principal = call.principal().key();
        return switch (idempotencyKeys.begin(principal, key.get(), fingerprint(route, call))) {
            case IdempotencyKeys.Answered earlier ->
                Answer.bytes("application/json", earlier.body())
                        .status(earlier.status())
                        .header("Idempotent-Replayed", "true");
            case IdempotencyKeys.Mismatch _ ->
                throw ApiException.of(
                        ErrorCode.ERROR_CODE_CONFLICT, "this Idempotency-Key was used for another request");
            case IdempotencyKeys.InProgress _ ->
                throw ApiException.of(
                        ErrorCode.ERROR_CODE_CONFLICT, "the first request with this Idempotency-Key is not done yet");
            case IdempotencyKeys.Begun begun -> remember(begun, route, call);
        };
    }

    private Answer remember(IdempotencyKeys.Begun begun, Route route, Call call) throws Exception {
        try (begun) {
            Answer answer = route.handler().handle(call);
            begun.complete(answer.status(), sending.bytes(answer));
            return answer;
        }
    }

    private static String fingerprint(Route route, Call call) {
        var digest = Sha256.digest();
        digest.update((route.method() + " " + call.rawTarget()).getBytes(StandardCharsets.UTF_8));
        if (route.repeats() == Route.Repeats.ANSWERED_ONCE) {
            digest.update(call.bytes());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Lets the page that asked read the answer, errors included, when some channel knows the page. */
    private void readable(ServerRequest request, ServerResponse response) {
        response.headers().add(HeaderValues.create(HeaderNames.VARY, "Origin"));
        origin(request).filter(o -> crossOrigin.mayRead(o, host(request))).ifPresent(o -> {
            response.headers().set(HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, o));
            response.headers()
                    .set(HeaderValues.create(
                            HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
                            "Retry-After, Content-Disposition, X-Kefu-Tiers"));
        });
    }

    private void preflight(ServerRequest request, ServerResponse response) throws IOException {
        Optional<String> origin = origin(request);
        if (origin.isEmpty() || !crossOrigin.mayRead(origin.get(), host(request))) {
            refuse(request, response, ApiException.forbidden("this page's origin is not allowed"));
            return;
        }
        readable(request, response);
        sending.send(
                response,
                Answer.noContent()
                        .header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
                        .header(
                                "Access-Control-Allow-Headers",
                                "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Kefu-Connection")
                        .header("Access-Control-Max-Age", "600"));
    }

    private void refuse(ServerRequest request, ServerResponse response, ApiException why) throws IOException {
        readable(request, response);
        sending.send(response, Problems.answer(why));
    }

    private static Optional<String> origin(ServerRequest request) {
        return request.headers().first(HeaderNames.ORIGIN);
    }

    private static String host(ServerRequest request) {
        return request.headers().first(HeaderNames.HOST).orElse("");
    }

    private static String code(Answer answer) {
        return answer.body() instanceof Answer.Json body
                        && body.value() instanceof Map<?, ?> map
                        && answer.status() >= 400
                ? String.valueOf(map.get("code"))
                : "";
    }
}
