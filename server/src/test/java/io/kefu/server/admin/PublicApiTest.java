package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.RateLimit;
import io.kefu.server.admin.http.RateLimits;
import io.kefu.server.admin.http.Route;
import io.kefu.server.gateway.HttpTransport;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PublicApiTest {
    @TempDir
    Path folder;

    private final AtomicInteger done = new AtomicInteger();
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder, tight(), extra());
    }

    /** Twenty at once for one principal, so that a test can reach the bound. */
    private static RateLimits tight() {
        RateLimits roomy = RateLimits.standard(System::nanoTime);
        return new RateLimits(
                roomy.address(),
                new RateLimit(20, 0.01, System::nanoTime),
                roomy.visitors(),
                roomy.signIns(),
                roomy.signInsOfAgent(),
                roomy.uploads());
    }

    private List<Route> extra() {
        return List.of(
                Route.get("/api/v1/test/fails", Access.AGENTS, _ -> {
                    throw new IllegalStateException("the secret detail");
                }),
                Route.get(
                        "/api/v1/test/page",
                        Access.AGENTS,
                        call -> Answer.ok(Map.of(
                                "limit",
                                call.query("limit", 50, 1, 200),
                                "offset",
                                call.query("offset", 0, 0, 10_000)))),
                Route.post("/api/v1/test/act", Access.AGENTS.orScope("test:write"), call -> {
                    call.bytes();
                    return Answer.created(Map.of("n", done.incrementAndGet()));
                }),
                Route.get("/api/v1/test/reports", Access.agents(Role.SUPERVISOR), _ -> Answer.noContent()));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void the_description_names_every_route_and_no_other() {
        JsonNode paths = shop.http().get("/api/v1/openapi.json").json().path("paths");
        var described = new TreeSet<String>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        var routed = new TreeSet<String>();
        Stream.concat(shop.api.routes().stream(), HttpTransport.routes(null).stream())
                .filter(route -> !route.path().startsWith("/api/v1/test/"))
                .forEach(route -> routed.add(route.method() + " " + route.path()));

        assertThat(described).isEqualTo(routed);
    }

    @Test
    void every_reference_in_the_description_leads_somewhere() {
        JsonNode document = JsonMapper.shared().readTree(OpenApi.document());
        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        document.findValues("$ref")
                .forEach(ref -> assertThat(
                                document.at(ref.asString().substring(1)).isMissingNode())
                        .as(ref.asString())
                        .isFalse());
    }

    @Test
    void every_route_that_is_not_for_anyone_refuses_who_has_not_signed_in() {
        assertThat(shop.api.routes())
                .filteredOn(route -> !route.access().anyone())
                .allSatisfy(route -> {
                    String path = route.path().replaceAll("\\{[a-z]+}", "AAAAAAAAAAAAAAAAAAAAAA");
                    Http.Reply reply = shop.http().send(route.method(), path, "{}");
                    assertThat(reply.status()).as(path).isEqualTo(401);
                });
    }

    @Test
    void what_nobody_expected_tells_an_incident_and_nothing_else() {
        Http.Reply reply = shop.asAgent("amy").get("/api/v1/test/fails");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.code()).isEqualTo("internal");
        assertThat(reply.json().path("incident").asString()).matches("[A-Za-z0-9_-]{22}");
        assertThat(reply.text()).doesNotContain("secret detail").doesNotContain("IllegalState");
    }

    @Test
    void limits_outside_their_bounds_are_bad_request() {
        Http amy = shop.asAgent("amy");
        for (String query : List.of(
                "limit=-1",
                "limit=0",
                "limit=201",
                "limit=abc",
                "limit=",
                "limit=1e3",
                "offset=-5",
                "offset=10001",
                "limit=99999999999999999999",
                "limit=%D9%A3")) {
            Http.Reply reply = amy.get("/api/v1/test/page?" + query);
            assertThat(reply.status()).as(query).isEqualTo(400);
            assertThat(reply.code()).as(query).isEqualTo("bad_request");
        }
        assertThat(amy.get("/api/v1/test/page?limit=200&offset=10000").status()).isEqualTo(200);
    }

    @Test
    void a_rate_limit_answers_429_and_is_counted() {
        Http amy = shop.asAgent("amy");
        for (int i = 0; i < 20; i++) {
            assertThat(amy.get("/api/v1/test/page").status()).isEqualTo(200);
        }
        Http.Reply over = amy.get("/api/v1/test/page");
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.code()).isEqualTo("rate_limited");
        assertThat(over.json().path("retry_after_ms").asLong()).isBetween(1L, 100_000L);
        assertThat(over.header("retry-after")).isNotEmpty();
        assertThat(shop.rateLimited).hasValue(1);
        assertThat(shop.asAgent("sue").get("/api/v1/test/page").status()).isEqualTo(200);
    }

    @Test
    void a_post_with_a_key_acts_once() {
        Http keyed = shop.asAgent("amy").with("Idempotency-Key", "k1");
        assertThat(keyed.post("/api/v1/test/act", "{\"a\":1}").json().path("n").asInt())
                .isEqualTo(1);
        assertThat(keyed.post("/api/v1/test/act", "{\"a\":1}").json().path("n").asInt())
                .isEqualTo(1);
        Http.Reply other = keyed.post("/api/v1/test/act", "{\"a\":2}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("conflict");
        assertThat(done).hasValue(1);
    }

    @Test
    void a_role_and_a_scope_open_what_they_name_and_no_more() {
        Http amy = shop.asAgent("amy");
        Http sue = shop.asAgent("sue");
        Http key = shop.http()
                .bearer(shop.accounts
                        .tokens()
                        .issue(new ApiKeyPrincipal("k", "crm", Set.of("test:write")))
                        .token());

        assertThat(amy.get("/api/v1/test/reports").status()).isEqualTo(403);
        assertThat(sue.get("/api/v1/test/reports").status()).isEqualTo(204);
        assertThat(key.post("/api/v1/test/act", "{}").status()).isEqualTo(201);
        assertThat(key.get("/api/v1/test/reports").status()).isEqualTo(403);
        assertThat(key.get("/api/v1/me").status()).isEqualTo(403);
    }

    @Test
    void what_is_no_route_is_not_found() {
        assertThat(shop.http().get("/api/v1/nothing").code()).isEqualTo("not_found");
        assertThat(shop.http().send("PATCH", "/api/v1/me", "{}").code()).isEqualTo("not_found");
        assertThat(shop.http().get("/api/v1/me/").status()).isIn(401, 404);
        assertThat(shop.http().get("/api").status()).isEqualTo(404);
    }

    @Test
    void every_answer_forbids_sniffing_framing_and_keeping() {
        Http.Reply reply = shop.http().get("/api/v1/me");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("x-frame-options")).isEqualTo("DENY");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("content-security-policy")).contains("default-src 'none'");
    }

    @Test
    void a_refused_body_is_not_taken_for_the_next_request() throws Exception {
        try (var raw = new RawHttp(shop.http().base())) {
            String smuggled = "GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
            String answer =
                    raw.exchange("PUT /api/v1/me/status HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + smuggled.length() + "\r\n\r\n" + smuggled);
            assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("openapi\"");
            assertThat(raw.silent()).isTrue();
        }
    }
}
