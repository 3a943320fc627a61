package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.accounts.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRoutesTest {
    @TempDir
    Path folder;

    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder);
        shop.givePasswords();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private Http.Reply signIn(String username, String password) {
        return shop.http()
                .post("/api/v1/sessions", "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }

    @Test
    void an_agent_signs_in_sees_itself_changes_its_status_and_signs_out() {
        Http.Reply session = signIn("amy", "amy's password");
        assertThat(session.status()).isEqualTo(201);
        assertThat(session.json().path("agent").path("role").asString()).isEqualTo("agent");
        assertThat(session.header("cache-control")).isEqualTo("no-store");
        Http amy = shop.http().bearer(session.json().path("token").asString());

        assertThat(amy.get("/api/v1/me").json().path("status").asString()).isEqualTo("offline");
        Http.Reply online = amy.put("/api/v1/me/status", "{\"status\":\"online\"}");
        assertThat(online.json().path("status").asString()).isEqualTo("online");
        assertThat(amy.get("/api/v1/agents").json().path("items")).hasSize(2);
        assertThat(amy.get("/api/v1/groups")
                        .json()
                        .path("items")
                        .get(0)
                        .path("queue_length")
                        .asInt())
                .isEqualTo(3);
        assertThat(amy.delete("/api/v1/sessions/current").status()).isEqualTo(204);
        assertThat(amy.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_wrong_password_and_an_unknown_agent_are_told_the_same_after_the_same_work() {
        long before = shop.accounts.credentials().hashesComputed();
        Http.Reply wrong = signIn("amy", "wrong password");
        long known = shop.accounts.credentials().hashesComputed() - before;
        Http.Reply unknown = signIn("nobody", "wrong password");
        long all = shop.accounts.credentials().hashesComputed() - before;

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.text()).isEqualTo(wrong.text());
        assertThat(known).isEqualTo(1);
        assertThat(all).isEqualTo(2);
    }

    @Test
    void an_agent_whom_the_configuration_does_not_have_cannot_sign_in_with_a_left_over_password() {
        shop.accounts.credentials().set("old", "old's password");
        assertThat(signIn("old", "old's password").status()).isEqualTo(401);
    }

    @Test
    void no_session_outlives_a_password_change() {
        Http one = shop.asAgent("amy");
        Http two = shop.asAgent("amy");
        Http sue = shop.asAgent("sue");

        assertThat(one.put("/api/v1/me/password", "{\"current\":\"wrong one\",\"new\":\"a new password\"}")
                        .status())
                .isEqualTo(403);
        assertThat(two.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(one.put("/api/v1/me/password", "{\"current\":\"amy's password\",\"new\":\"short\"}")
                        .status())
                .isEqualTo(400);
        assertThat(one.put("/api/v1/me/password", "{\"current\":\"amy's password\",\"new\":\"a new password\"}")
                        .status())
                .isEqualTo(204);

        assertThat(one.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(two.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(sue.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(signIn("amy", "amy's password").status()).isEqualTo(401);
        assertThat(signIn("amy", "a new password").status()).isEqualTo(201);
    }

    @Test
    void a_removed_agents_session_ends_and_a_changed_role_holds_at_once() {
        Http amy = shop.asAgent("amy");
        shop.agents.put("amy", new Agents.Agent("amy", "Amy", Role.ADMIN, List.of(), 1));
        assertThat(amy.get("/api/v1/me").json().path("role").asString()).isEqualTo("admin");
        shop.agents.remove("amy");
        assertThat(amy.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_session_ends_after_twelve_hours() {
        Http amy = shop.asAgent("amy");
        shop.clock.advance(Duration.ofHours(12).plusSeconds(1));
        Http.Reply reply = amy.get("/api/v1/me");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("www-authenticate")).isEqualTo("Bearer");
    }

    @Test
    void without_a_token_with_a_visitors_or_with_a_forged_one_nobody_is_an_agent() {
        assertThat(shop.http().get("/api/v1/me").code()).isEqualTo("unauthenticated");
        assertThat(shop.http().asVisitor().get("/api/v1/me").code()).isEqualTo("forbidden");
        assertThat(shop.http().asVisitor().get("/api/v1/agents").code()).isEqualTo("forbidden");
        assertThat(shop.http().bearer("A".repeat(43)).get("/api/v1/me").code()).isEqualTo("unauthenticated");
        assertThat(shop.http().bearer("").get("/api/v1/me").code()).isEqualTo("unauthenticated");
        assertThat(shop.http()
                        .with("Authorization", "Basic YW15OmFteQ==")
                        .get("/api/v1/me")
                        .code())
                .isEqualTo("unauthenticated");
        // A bad token is told even where none is needed.
        assertThat(shop.http().bearer("x").get("/api/v1/channels/web/widget").status())
                .isEqualTo(401);
    }

    @Test
    void guessing_passwords_is_answered_429_with_the_time_to_wait() {
        Http.Reply last = null;
        for (int i = 0; i < 30; i++) {
            last = signIn("nobody" + i, "wrong password");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.code()).isEqualTo("rate_limited");
        assertThat(last.json().path("retry_after_ms").asLong()).isPositive();
        assertThat(Long.parseLong(last.header("retry-after"))).isPositive();
    }

    @Test
    void a_status_that_is_none_is_bad_request() {
        assertThat(shop.asAgent("amy")
                        .put("/api/v1/me/status", "{\"status\":\"ONLINE!\"}")
                        .status())
                .isEqualTo(400);
    }
}
