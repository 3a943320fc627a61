package io.kefu.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.server.admin.Http;
import io.kefu.server.app.Person;
import io.kefu.server.app.WholeServer;
import io.kefu.server.testing.TestClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bad request gets a problem with the protocol's code, and the next request works. */
class BadRequestsTest {

    private static final String LONG = "x".repeat(10_000);
    private static final String HUGE = "x".repeat(10_000_000);

    @TempDir
    private static Path directory;

    private static WholeServer server;
    private static Person visitor;
    private static String conversation;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory).start();
        server.agent("amy");
        visitor = server.visitor();
        conversation = visitor.ack(Person.event("", "handover")).getConversationId();
        visitor.assigned(conversation, "amy");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void the_next_request_works() {
        assertThat(server.as("amy").get("/api/v1/me").status()).isEqualTo(200);
    }

    private static void problem(Http.Reply reply, int least, int most) {
        assertThat(reply.status()).as(reply.text()).isBetween(least, most);
        assertThat(reply.header("content-type")).startsWith("application/problem+json");
        assertThat(reply.code()).isNotEmpty().isNotEqualTo("internal");
        assertThat(reply.json().path("status").asInt()).isEqualTo(reply.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/conversations?limit=-1",
                "/api/v1/conversations?limit=0",
                "/api/v1/conversations?limit=201",
                "/api/v1/conversations?limit=99999999999999999999",
                "/api/v1/conversations?limit=1e3",
                "/api/v1/conversations?limit=",
                "/api/v1/conversations?offset=-1",
                "/api/v1/conversations?offset=10001",
                "/api/v1/conversations?state=dancing",
                "/api/v1/search?q=a&limit=-5",
                "/api/v1/search?q=",
                "/api/v1/search?q=a&from=yesterday"
            })
    void numbers_and_words_out_of_bounds_are_bad_requests(String path) {
        problem(server.as("amy").get(path), 400, 400);
    }

    @Test
    void a_search_is_words_whatever_they_mean_elsewhere() {
        for (String q :
                List.of("%22", "%27%20OR%201%3D1--", "*", "NEAR(", "a%00b", "(((((", "text%3A", "%F0%9F%98%80")) {
            Http.Reply reply = server.as("amy").get("/api/v1/search?q=" + q);
            assertThat(reply.status()).as(q + " " + reply.text()).isIn(200, 400);
        }
        problem(server.as("amy").get("/api/v1/search?q=" + "x".repeat(2_000)), 400, 400);
        // Beyond what a request line may have the web server itself refuses.
        assertThat(server.as("amy").get("/api/v1/search?q=" + LONG).status()).isBetween(400, 431);
    }

    @Test
    void messages_out_of_bounds_are_bad_requests() {
        String path = "/api/v1/conversations/" + conversation + "/messages";
        for (String query :
                List.of("?limit=-1", "?limit=201", "?after=-1", "?before=0", "?after=1&before=2", "?after=x")) {
            problem(visitor.http().get(path + query), 400, 400);
        }
    }

    @Test
    void an_id_may_be_anything_and_is_then_not_found() {
        for (String id : List.of(
                "%00", "..%2f..%2fetc%2fpasswd", "%27%20OR%201%3D1", "group:support", "%e4%b8%ad", "a".repeat(2_000))) {
            Http.Reply reply = server.as("admin").get("/api/v1/conversations/" + id);
            assertThat(reply.status()).as(id + reply.text()).isIn(400, 404);
            assertThat(server.as("admin").get("/api/v1/files/" + id).status())
                    .as(id)
                    .isIn(400, 404);
        }
    }

    @Test
    void a_body_that_is_none_is_a_bad_request() {
        Http anyone = server.http();
        String deep =
                "{\"channel\": \"web\", \"visitor\": {\"form\": " + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_002);
        for (String body : List.of(
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"channel\": 7}",
                "{\"channel\": null}",
                "{\"channel\": \"web\", \"channel\": \"web\"}",
                "{\"channel\": \"nowhere\"}",
                "{\"channel\": \"web\"} {}",
                deep,
                "{\"channel\": \"web\", \"visitor\": []}",
                "{\"channel\": \"web\", \"visitor\": {\"name\": \"" + LONG + "\"}}",
                "{\"channel\": \"web\", \"visitor\": {\"locale\": \"<script>\"}}",
                "{\"channel\": \"" + LONG + "\"}",
                "{\"" + LONG + "\": 1}")) {
            problem(anyone.post("/api/v1/visitors", body), 400, 400);
        }
        problem(
                anyone.post("/api/v1/visitors", "{\"channel\": \"web\", \"visitor\": {\"name\": \"" + HUGE + "\"}}"),
                413,
                413);
        problem(
                anyone.call(
                        "POST", "/api/v1/visitors", BodyPublishers.ofString("{\"channel\": \"web\"}"), "text/plain"),
                415,
                415);
        problem(
                anyone.call(
                        "POST",
                        "/api/v1/visitors",
                        BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}),
                        "application/json"),
                400,
                400);
    }

    @Test
    void null_is_as_left_out_in_every_field_and_never_a_failure() {
        Http.Reply created = server.http().post("/api/v1/visitors", """
                        {"channel": "web", "identity": null, "visitor": {"name": null, "locale": null,
                         "page": {"url": null, "title": null, "referrer": null}, "company": {"external_id": null, "name": null},
                         "form": {"a": null}, "consent": {"version": null, "at": null}}}
                        """);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        Http amy = server.as("amy");
        String path = "/api/v1/conversations/" + conversation;
        for (String call : List.of(
                "assign {\"agent\": null, \"group\": null}",
                "tags {\"set\": {\"a\": null}, \"remove\": null}",
                "tags {\"set\": null, \"remove\": [null]}",
                "messages {\"client_msg_id\": null, \"message_type\": null, \"text\": null, \"file\": null}")) {
            int space = call.indexOf(' ');
            Http.Reply reply = amy.post(path + "/" + call.substring(0, space), call.substring(space + 1));
            assertThat(reply.status()).as(call + reply.text()).isBetween(200, 499);
        }
        problem(visitor.http().post(path + "/rate", "{\"score\": null, \"comment\": null}"), 400, 400);
        problem(server.http().post("/api/v1/sessions", "{\"username\": null, \"password\": null}"), 400, 401);
        problem(amy.put("/api/v1/me/status", "{\"status\": null}"), 400, 400);
        problem(amy.put("/api/v1/me/password", "{\"current\": null, \"new\": null}"), 400, 400);
        problem(server.admin().post("/admin/v1/api-keys", "{\"name\": \"x\", \"scopes\": [null]}"), 400, 400);
        problem(server.admin().post("/admin/v1/api-keys", "{\"name\": null, \"scopes\": null}"), 400, 400);
        problem(server.admin().post("/admin/v1/config/apply", "{\"directory\": null}"), 400, 400);
    }

    @Test
    void what_a_visitor_says_of_itself_is_told_as_data() {
        String html = "<img src=x onerror=alert(1)>";
        Http.Reply created = server.http()
                .post(
                        "/api/v1/visitors",
                        "{\"channel\": \"web\", \"visitor\": {\"name\": \"" + html
                                + "\", \"page\": {\"url\": \"javascript:alert(1)\"," + " \"title\": \"" + html
                                + "\", \"referrer\": \"data:text/html,x\"}}}");
        String token = created.json().path("token").asString();
        Person guest = server.person(TestClient.json(server.port()), token);
        String id = guest.say(html).getConversationId();
        Http.Reply seen = server.as("admin").get("/api/v1/conversations/" + id);
        assertThat(seen.header("content-type")).startsWith("application/json");
        var told = seen.json().path("visitor");
        assertThat(told.path("name").asString()).isEqualTo(html);
        assertThat(told.path("page").path("title").asString()).isEqualTo(html);
        assertThat(told.path("page").path("url").asString()).isEmpty();
        assertThat(told.path("page").path("referrer").asString()).isEmpty();
        guest.close();
    }

    @Test
    void a_file_is_what_its_bytes_are_and_never_a_page() {
        byte[] page = "<!doctype html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8);
        for (String lie : List.of(
                "a.html text/html",
                "a.svg image/svg+xml",
                "a.png image/png",
                "a.js text/javascript",
                "a.pdf application/pdf")) {
            for (byte[] bytes : List.of(page, svg)) {
                String[] parts = lie.split(" ", -1);
                Http.Reply sent = visitor.http().upload(parts[0], parts[1], bytes);
                if (sent.status() == 201) {
                    neverAPage(visitor.http()
                            .get("/api/v1/files/" + sent.json().path("file_id").asString()));
                } else {
                    problem(sent, 400, 415);
                }
            }
        }
    }

    private static void neverAPage(Http.Reply file) {
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("content-type")).doesNotContain("html", "svg", "xml", "javascript");
        assertThat(file.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(file.header("content-disposition")).startsWith("attachment");
        assertThat(file.header("content-security-policy")).contains("sandbox");
    }

    @Test
    void a_file_is_its_conversations_alone() {
        String id = visitor.http()
                .upload("note.txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8))
                .json()
                .path("file_id")
                .asString();
        Person stranger = server.visitor();
        assertThat(stranger.http().get("/api/v1/files/" + id).status()).isEqualTo(404);
        assertThat(stranger.http().post("/api/v1/files/" + id + "/link", "{}").status())
                .isEqualTo(404);
        assertThat(server.http().get("/api/v1/files/" + id).status()).isEqualTo(401);
        String link = visitor.http()
                .post("/api/v1/files/" + id + "/link", "{}")
                .json()
                .path("url")
                .asString();
        String signed = link.substring(link.indexOf("/api/"));
        assertThat(server.http().get(signed).status()).isEqualTo(200);
        assertThat(server.http()
                        .get(signed.replaceAll("exp=\\d+", "exp=99999999999"))
                        .status())
                .isIn(401, 404);
        assertThat(server.http().get(signed.replaceAll("sig=.", "sig=_")).status())
                .isIn(401, 404, 200);
        assertThat(visitor.http()
                        .with("Range", "bytes=99999999999999999999-")
                        .get("/api/v1/files/" + id)
                        .status())
                .isIn(200, 416);
        stranger.close();
    }

    @Test
    void static_pages_come_from_nowhere_else() {
        for (String path : List.of(
                "/console/..%2f..%2fetc/passwd",
                "/console/%2e%2e/%2e%2e/server.yaml",
                "/demo/../admin.token",
                "/widget.js%00.html",
                "/console/\\..\\x")) {
            Http.Reply reply;
            try {
                reply = server.http().get(path);
            } catch (IllegalArgumentException e) {
                continue; // no client can ask for it
            }
            assertThat(reply.status()).as(path).isIn(301, 302, 400, 404);
        }
    }

    @Test
    void a_weak_or_well_known_secret_is_refused_at_load(@TempDir Path other) {
        for (String secret : List.of(
                "letmein",
                "changeme-changeme-changeme-changeme",
                "a".repeat(40),
                "12345678901234567890123456789012",
                "abcdefghijklmnopqrstuvwxyz012345")) {
            WholeServer weak = WholeServer.in(other.resolve("k" + secret.hashCode()))
                    .edit("channel.yaml", "${file:secrets/visitor.key}", "\"" + secret + "\"");
            assertThatThrownBy(weak::start)
                    .as(secret)
                    .hasMessageContaining("visitorSecret")
                    .message()
                    .doesNotContain(secret);
        }
    }

    @Test
    void too_many_requests_are_429_with_a_time_and_never_200(@TempDir Path other) {
        try (WholeServer strict = WholeServer.in(other)
                .edit("server.yaml", "visitorsPerMinutePerAddress: 10000", "visitorsPerMinutePerAddress: 3")
                .edit("server.yaml", "signInsPerMinutePerAddress: 1000", "signInsPerMinutePerAddress: 3")
                .start()) {
            List<Http.Reply> visitors = java.util.stream.IntStream.range(0, 6)
                    .mapToObj(_ -> strict.http().post("/api/v1/visitors", "{\"channel\": \"web\"}"))
                    .toList();
            List<Http.Reply> signIns = java.util.stream.IntStream.range(0, 6)
                    .mapToObj(_ -> strict.signIn("admin", "a wrong password"))
                    .toList();
            assertThat(visitors).extracting(Http.Reply::status).containsExactly(201, 201, 201, 429, 429, 429);
            assertThat(signIns).extracting(Http.Reply::status).containsExactly(401, 401, 401, 429, 429, 429);
            Http.Reply refused = visitors.getLast();
            assertThat(refused.code()).isEqualTo("rate_limited");
            assertThat(refused.json().path("retry_after_ms").asLong()).isPositive();
            assertThat(Long.parseLong(refused.header("retry-after"))).isPositive();
        }
    }
}
