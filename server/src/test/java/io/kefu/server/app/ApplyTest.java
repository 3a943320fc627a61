package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ConversationState;
import io.kefu.server.admin.Http;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another configuration is put into force under those who are connected. */
class ApplyTest {

    @TempDir
    private static Path directory;

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory)
                .group("leaving", "offlineGrace: 0s")
                .agent("lea", "leaving")
                .agent("leo", "leaving")
                .agent("tom", "support")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void leave() {
        server.everybodyLeaves();
    }

    private static void applied() {
        Http.Reply reply = server.apply();
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("restart_required").size()).isZero();
    }

    @Test
    void a_cold_tier_goes_and_comes_while_the_server_runs_and_is_watched() {
        assertThat(server.visitorOf("support").say("anyone?").getConversationId())
                .isNotEmpty();
        assertThat(tiers()).isEqualTo("memory sqlite duckdb");
        server.edit("storage.yaml", "duckdb", "none");
        assertThat(underWay()).isEqualTo("cold");
        WholeServer.eventually(() -> tiers().equals("memory sqlite"));
        server.edit("storage.yaml", "none", "duckdb");
        assertThat(underWay()).isEqualTo("cold");
        WholeServer.eventually(() -> tiers().equals("memory sqlite duckdb"));
        WholeServer.eventually(() -> metrics().contains("kefu_tier_lag_seconds{tier=\"cold\"}"));
    }

    @Test
    void a_variable_that_is_not_set_is_looked_for_in_the_servers_own_environment() {
        server.edit("storage.yaml", "{engine: memory,", "{engine: memory, user: \"${env:KEFU_NO_SUCH}\",");
        Http.Reply refused = server.apply();
        server.edit("storage.yaml", " user: \"${env:KEFU_NO_SUCH}\",", "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asString())
                .contains("`KEFU_NO_SUCH` is not set", "environment that the server was started in");
    }

    /** Applies what was written; answers the tier that is on its way to another engine. */
    private static String underWay() {
        Http.Reply reply = server.apply();
        assertThat(reply.json().path("restart_required").size())
                .as(reply.text())
                .isZero();
        return reply.json().path("under_way").path(0).asString("");
    }

    private static String tiers() {
        StringBuilder engines = new StringBuilder();
        server.admin()
                .get("/admin/v1/storage")
                .json()
                .path("tiers")
                .forEach(tier -> engines.append(engines.isEmpty() ? "" : " ")
                        .append(tier.path("engine").asString()));
        return engines.toString();
    }

    private static String metrics() {
        return server.admin().get("/metrics").text();
    }

    @Test
    void a_group_that_is_gone_has_no_figures() {
        server.group("passing", "offlineGrace: 0s");
        applied();
        String conversation = server.visitorOf("passing").say("anyone?").getConversationId();
        assertThat(conversation).isNotEmpty();
        WholeServer.eventually(() -> metrics().contains("kefu_queue_length{group=\"passing\"}"));
        server.edit(
                        "routing.yaml",
                        "    - {name: team-passing, when: 'visitor.tags.team == \"passing\"', to: {group: passing}}\n",
                        "")
                .without("group-passing.yaml");
        applied();
        assertThat(metrics())
                .doesNotContain("kefu_queue_length{group=\"passing\"}")
                .doesNotContain("group=\"passing\",status=")
                .doesNotContain(",group=\"passing\"} ");
    }

    @Test
    void rules_change_at_once_and_no_socket_closes() {
        Person visitor = server.visitor();
        Person cora = server.agent("cora");
        String before = visitor.say("gift card").getConversationId();
        visitor.state(before, ConversationState.CONVERSATION_STATE_BOT);
        server.edit(
                "routing.yaml",
                "  rules:\n",
                "  rules:\n    - {name: gift, when: 'message.text.contains(\"gift\")', to: {group: complaints}}\n");
        applied();
        visitor.say(before, "about that gift");
        visitor.assigned(before, "cora");
        cora.say(before, "yes?");
        visitor.hears("yes?");
    }

    @Test
    void a_configuration_that_does_not_hold_changes_nothing() {
        Person visitor = server.visitor();
        server.file(
                "broken.yaml",
                "apiVersion: kefu.io/v1\nkind: Group\nmetadata: {name: broken}\nspec: {capacity: none}\n");
        Http.Reply refused = server.apply();
        server.without("broken.yaml");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("bad_request");
        assertThat(metrics()).contains("kefu_config_last_reload_successful 0");
        visitor.say("still here");
        applied();
        assertThat(metrics()).contains("kefu_config_last_reload_successful 1");
    }

    @Test
    void an_agent_taken_out_loses_socket_and_token_at_once_and_others_take_over_its_conversations() {
        Person lea = server.agent("lea");
        Person visitor = server.visitorOf("leaving");
        String conversation = visitor.say("hello").getConversationId();
        visitor.assigned(conversation, "lea");
        server.agent("leo").roundTrip();

        server.without("agent-lea.yaml");
        applied();
        assertThat(lea.client().awaitClose()).isEqualTo(4401);
        assertThat(lea.http().get("/api/v1/me").status()).isEqualTo(401);
        assertThat(server.signIn("lea", WholeServer.PASSWORD).status()).isEqualTo(401);
        visitor.assigned(conversation, "leo");

        server.agent("lea", "leaving");
        applied();
        assertThat(lea.http().get("/api/v1/me").status())
                .as("a token of before stays ended when the agent comes back")
                .isEqualTo(401);
    }

    @Test
    void an_agent_who_is_given_a_group_while_connected_gets_its_conversations() {
        Person tom = server.agent("tom");
        Person visitor = server.visitorOf("new-group");
        server.group("new-group", "capacity: 3").agent("tom", "new-group");
        applied();
        String conversation = visitor.say("hello").getConversationId();
        visitor.assigned(conversation, "tom");
        tom.say(conversation, "here I am");
        visitor.hears("here I am");
    }

    @Test
    void what_waits_for_the_next_start_is_said() {
        server.edit("server.yaml", "drain: 1s", "drain: 2s");
        assertThat(server.apply().json().path("restart_required").path(0).asString())
                .isEqualTo("Server");
        server.edit("server.yaml", "drain: 2s", "drain: 1s");
        applied();
    }
}
