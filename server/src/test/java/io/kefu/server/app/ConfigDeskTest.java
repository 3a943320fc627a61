package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ConversationState;
import io.kefu.server.admin.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Revisions of the configuration: who put which into force, what a change would do, and the way back. */
class ConfigDeskTest {

    private static final String PATH = "/admin/v1/config";

    @TempDir
    Path directory;

    private WholeServer server;

    @BeforeEach
    void start() {
        server = WholeServer.in(directory).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart() {
        server.stop();
        server.start();
    }

    private JsonNode post(String path, String body) {
        Http.Reply reply = server.admin().post(PATH + path, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private String directory(String more) {
        return "{\"directory\": \"" + server.config() + "\"" + more + "}";
    }

    private JsonNode current() {
        return server.admin().get("/admin/v1/status").json().path("config");
    }

    private String revision() {
        return current().path("revision").asString();
    }

    private JsonNode history() {
        return server.admin().get(PATH + "/history").json().path("items");
    }

    private void welcome(String title) {
        server.file(
                "note.yaml",
                "apiVersion: kefu.io/v1\nkind: Group\nmetadata: {name: note}\nspec: {title: " + title + "}\n");
    }

    @Test
    void the_first_start_is_the_first_revision_and_an_apply_the_next() {
        assertThat(history().size()).isEqualTo(1);
        assertThat(history().path(0).path("who").asString()).isEqualTo("serve");
        String first = revision();
        welcome("one");
        assertThat(current().path("drift").path("drifted").asBoolean()).isTrue();
        JsonNode answer = post("/apply", directory(", \"why\": \"night  shift\", \"who\": \"ada\""));
        assertThat(answer.path("changed").asBoolean()).isTrue();
        assertThat(revision())
                .isNotEqualTo(first)
                .isEqualTo(answer.path("revision").asString());
        assertThat(current().path("drift").path("drifted").asBoolean()).isFalse();
        JsonNode newest = history().path(0);
        assertThat(newest.path("in_force").asBoolean()).isTrue();
        assertThat(newest.path("who").asString()).isEqualTo("kefuctl (ada)");
        assertThat(newest.path("from").asString()).isEqualTo("loopback");
        assertThat(newest.path("why").asString()).isEqualTo("night shift");
        assertThat(newest.path("directory").asString())
                .isEqualTo(server.config().toString());
    }

    @Test
    void of_two_operators_who_planned_against_the_same_revision_the_second_is_refused() {
        welcome("one");
        String base = post("/plan", directory("")).path("base").asString();
        assertThat(base).isEqualTo(revision());
        post("/apply", directory(", \"base\": \"" + base + "\", \"who\": \"ada\""));
        welcome("two");
        Http.Reply second = server.admin().post(PATH + "/apply", directory(", \"base\": \"" + base + "\""));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("detail").asString())
                .contains("planned against revision " + base, "by kefuctl (ada)");
        assertThat(server.admin().get("/metrics").text()).contains("kefu_config_last_reload_successful 1");
    }

    @Test
    void a_plan_tells_each_field_what_waits_for_a_start_and_changes_nothing() {
        welcome("one");
        server.edit("server.yaml", "drain: 1s", "drain: 2s").without("agent-bob.yaml");
        String before = revision();
        JsonNode plan = post("/plan", directory(""));
        assertThat(plan.path("changes").toString())
                .contains(
                        "{\"action\":\"add\",\"kind\":\"Group\",\"name\":\"note\",\"effect\":\"live\",\"fields\":[]}",
                        "\"action\":\"remove\",\"kind\":\"Agent\",\"name\":\"bob\"",
                        "\"effect\":\"restart\"",
                        "{\"path\":\"spec.drain\",\"before\":\"1s\",\"after\":\"2s\"}");
        assertThat(plan.path("restart").toString())
                .isEqualTo("[{\"key\":\"Server.drain\",\"why\":\"it is read when the server starts\"}]");
        assertThat(revision()).isEqualTo(before);
    }

    @Test
    void a_plan_counts_by_rule_the_conversations_that_would_go_elsewhere() {
        Person visitor = server.visitor();
        String conversation = visitor.say("gift card").getConversationId();
        visitor.state(conversation, ConversationState.CONVERSATION_STATE_BOT);
        server.edit(
                "routing.yaml",
                "  rules:\n",
                "  rules:\n    - {name: gift, when: 'conversation.messages > 0', to: {group: complaints}}\n");
        WholeServer.eventually(() -> post("/plan", directory(""))
                        .path("touches")
                        .path(0)
                        .path("conversations")
                        .asInt()
                == 1);
        JsonNode touch = post("/plan", directory("")).path("touches").path(0);
        assertThat(touch.path("to").asString()).startsWith("bot:");
        assertThat(touch.path("next_rule").asString()).isEqualTo("gift");
        assertThat(touch.path("next_to").asString()).isEqualTo("group:complaints");
    }

    @Test
    void what_open_conversations_use_goes_only_when_that_is_said() {
        server.agent("cora");
        Person visitor = server.visitor();
        String conversation = visitor.say("我要投诉你们").getConversationId();
        visitor.assigned(conversation, "cora");
        server.without("agent-cora.yaml");
        Http.Reply refused = server.admin().post(PATH + "/apply", directory(""));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asString()).contains("Agent `cora` (1)", "--prune");
        post("/apply", directory(", \"prune\": true"));
        assertThat(server.signIn("cora", WholeServer.PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void a_rollback_is_the_very_same_revision_and_outlives_a_start_until_the_directory_changes() {
        String first = revision();
        welcome("one");
        post("/apply", directory(""));
        String second = revision();
        post("/apply", "{\"rollback\": \"previous\"}");
        assertThat(revision()).isEqualTo(first);
        assertThat(current().path("drift").path("drifted").asBoolean()).isTrue();
        restart();
        assertThat(revision()).isEqualTo(first);
        assertThat(history().size()).isEqualTo(3);
        post("/apply", "{\"rollback\": \"" + second.substring(0, 6) + "\"}");
        assertThat(revision()).isEqualTo(second);
        post("/apply", "{\"rollback\": \"" + first + "\"}");
        server.stop();
        welcome("two");
        server.start();
        assertThat(revision()).isNotIn(first, second);
        assertThat(history().path(0).path("who").asString()).isEqualTo("serve");
    }

    @Test
    void what_was_laid_out_from_elsewhere_is_read_whole_and_named_by_its_source() throws IOException {
        Files.createDirectories(server.config().resolve("groups"));
        server.file("groups/night.yaml", """
                apiVersion: kefu.io/v1
                kind: Group
                metadata: {name: night}
                spec: {title: Night}
                """);
        post("/apply", directory(", \"source\": \"etcd:/kefu/shop@12\""));
        assertThat(current().path("source").asString()).isEqualTo("etcd:/kefu/shop@12");
        assertThat(post("/diff", "{\"from\": \"previous\"}").path("changes").toString())
                .contains("night");
        post("/apply", directory(", \"source\": \"etcd:/kefu/shop@13\""));
        assertThat(history().size()).as("the same words at a later revision").isEqualTo(2);
        post("/apply", directory(", \"source\": \"etcd:/kefu/other@13\""));
        restart();
        assertThat(history().path(0).path("source").asString()).isEqualTo("etcd:/kefu/other@13");
        Http.Reply refused = server.admin().post(PATH + "/apply", directory(", \"source\": \"a\\nb\""));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asString()).contains("etcd:/kefu/shop@1234");
    }

    @Test
    void what_lies_nowhere_is_not_the_directory_in_which_the_server_was_started() {
        ConfigDrift here = new ConfigDrift(Path.of(""), java.time.Clock.systemUTC());
        assertThat(here.is(Path.of("").toAbsolutePath().toString())).isTrue();
        assertThat(here.is("")).isFalse();
    }

    @Test
    void revisions_differ_by_field_and_one_that_is_not_kept_is_told() {
        String first = revision();
        welcome("one");
        post("/apply", directory(""));
        JsonNode diff = post("/diff", "{\"from\": \"previous\"}");
        assertThat(diff.path("from").asString()).isEqualTo(first);
        assertThat(diff.path("changes").path(0).path("name").asString()).isEqualTo("note");
        Http.Reply none = server.admin().post(PATH + "/diff", "{\"from\": \"0000ffff\"}");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.json().path("detail").asString()).contains("no revision that is kept");
    }

    @Test
    void what_is_tried_goes_back_by_itself() {
        String first = revision();
        welcome("one");
        JsonNode tried = post("/apply", directory(", \"try_ms\": 1000"));
        assertThat(tried.path("try").path("back_to").asString()).isEqualTo(first);
        WholeServer.eventually(() -> revision().equals(first));
        assertThat(history().path(0).path("why").asString()).contains("it was not confirmed in time");
        assertThat(server.admin()
                        .get("/admin/v1/status")
                        .json()
                        .path("problems")
                        .toString())
                .contains("was tried and taken back");
    }

    @Test
    void what_is_tried_and_confirmed_stays_and_nothing_else_comes_meanwhile() {
        welcome("one");
        post("/apply", directory(", \"try_ms\": 600000"));
        String tried = revision();
        assertThat(current().path("try").path("until").asString()).isNotEmpty();
        welcome("two");
        Http.Reply other = server.apply();
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("detail").asString()).contains("is being tried until");
        post("/confirm", "{}");
        assertThat(current().path("try").isMissingNode()).isTrue();
        assertThat(revision()).isEqualTo(tried);
        assertThat(server.admin().post(PATH + "/confirm", "{}").status()).isEqualTo(400);
    }

    @Test
    void a_trial_outlives_a_start_and_one_that_ran_out_meanwhile_is_over() {
        String first = revision();
        welcome("one");
        post("/apply", directory(", \"try_ms\": 600000"));
        String tried = revision();
        restart();
        assertThat(revision()).isEqualTo(tried);
        assertThat(current().path("try").path("back_to").asString()).isEqualTo(first);
        post("/apply", "{\"rollback\": \"" + first + "\"}");
        post("/apply", "{\"rollback\": \"" + tried + "\", \"try_ms\": 1000}");
        restart();
        WholeServer.eventually(() -> revision().equals(first));
    }

    @Test
    void who_keeps_a_directory_in_step_is_heard_in_the_status() {
        post("/sync", "{\"directory\": \"/srv/shop\", \"commit\": \"abc\", \"error\": \"a.yaml:1:1  wrong\"}");
        assertThat(current().path("sync").path("commit").asString()).isEqualTo("abc");
        JsonNode status = server.admin().get("/admin/v1/status").json();
        assertThat(status.path("health").asString()).isEqualTo("degraded");
        assertThat(status.path("problems").path(0).asString())
                .contains("what /srv/shop says is not in force", "a.yaml:1:1  wrong");
        post("/sync", "{\"directory\": \"/srv/shop\", \"error\": \"\"}");
        assertThat(server.admin()
                        .get("/admin/v1/status")
                        .json()
                        .path("problems")
                        .size())
                .isZero();
    }

    @Test
    void a_configuration_that_cannot_be_started_leaves_the_last_one_in_force_and_says_why() throws IOException {
        String first = revision();
        server.stop();
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            server.edit(
                    "server.yaml",
                    "public: {host: 127.0.0.1, port: 0}",
                    "public: {host: 127.0.0.1, port: " + taken.getLocalPort() + "}");
            server.start();
            assertThat(revision()).isEqualTo(first);
            assertThat(server.admin()
                            .get("/admin/v1/status")
                            .json()
                            .path("problems")
                            .toString())
                    .contains("could not be started", Integer.toString(taken.getLocalPort()));
        }
        server.stop();
        server.start();
        assertThat(revision())
                .as("once the port is free the directory counts again")
                .isNotEqualTo(first);
    }

    @Test
    void no_secret_is_in_what_is_answered_or_kept() throws IOException {
        String secret = server.visitorSecret();
        String fresh = secret.substring(1) + "Q";
        server.file("secrets/visitor.key", fresh);
        String answers = post("/plan", directory("")).toString()
                + post("/apply", directory(""))
                + post("/diff", "{\"from\": \"previous\"}")
                + history()
                + server.admin().get("/admin/v1/status").text();
        assertThat(answers).contains("visitorSecret").doesNotContain(secret, fresh);
        try (Stream<Path> files = Files.walk(server.data().resolve("revisions"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret, fresh);
            }
        }
    }
}
