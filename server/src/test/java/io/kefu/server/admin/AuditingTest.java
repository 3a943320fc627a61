package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.app.WholeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whatever is changed through the admin API stands in the log, with who did it, from where, and how it went. */
class AuditingTest {
    @TempDir
    Path folder;

    private Shop shop;
    private Http operator;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder);
        operator = shop.admin()
                .bearer(Files.readString(folder.resolve("admin.token")).strip())
                .with("Kefu-Operator", "mary");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private List<JsonNode> entries() {
        List<JsonNode> items = new ArrayList<>();
        operator.get("/admin/v1/audit?limit=1000").json().path("items").forEach(items::add);
        return items;
    }

    private static String line(JsonNode entry) {
        return entry.path("who").path("kind").asString() + " "
                + entry.path("who").path("name").asString() + " "
                + entry.path("from").asString() + " " + entry.path("action").asString() + " "
                + entry.path("object").asString() + " " + entry.path("outcome").asString() + " "
                + entry.path("detail").asString();
    }

    @Test
    void a_change_is_written_before_and_after() {
        operator.post("/admin/v1/storage/backup", "{\"file\": \"/backup/a\"}");
        operator.put("/admin/v1/storage/holds/c1", "{\"reason\": \"case 7\"}");
        assertThat(entries())
                .extracting(AuditingTest::line)
                .startsWith(
                        "operator mary loopback storage.backup storage/backup begun ",
                        "operator mary loopback storage.backup storage/backup done /backup/a",
                        "operator mary loopback storage.hold.add storage/holds/c1 begun ");
        assertThat(entries().get(1).path("of").asLong()).isEqualTo(1);
    }

    @Test
    void a_refusal_is_written_and_what_only_reads_is_not() {
        operator.post("/admin/v1/agents/nobody/password", "{}");
        operator.get("/admin/v1/status");
        operator.post("/admin/v1/storage/days/2026-03-01/verify", "{}");
        assertThat(entries())
                .extracting(AuditingTest::line)
                .containsExactly(
                        "operator mary loopback agent.passwd agents/nobody/password begun ",
                        "operator mary loopback agent.passwd agents/nobody/password refused not_found");
    }

    @Test
    void no_secret_is_in_it() throws Exception {
        String secret = "a-password-nobody-may-see";
        operator.post("/admin/v1/agents/amy/password", "{\"password\": \"" + secret + "\"}");
        String made = operator.post("/admin/v1/agents/amy/password", "{}")
                .json()
                .path("password")
                .asString();
        String key = operator.post("/admin/v1/api-keys", "{\"name\":\"crm\",\"scopes\":[\"files:write\"]}")
                .json()
                .path("token")
                .asString();
        StringBuilder log = new StringBuilder();
        try (var files = Files.list(folder.resolve("audit"))) {
            for (Path file : files.toList()) {
                log.append(Files.readString(file));
            }
        }
        assertThat(log.toString())
                .contains("agent.passwd", "token.create", "name crm, scopes files:write")
                .doesNotContain(secret, made, key, operator.headers().get(1).substring(7));
    }

    @Test
    void supervisors_sign_in_on_record_and_agents_do_not() {
        shop.givePasswords();
        shop.http().post("/api/v1/sessions", "{\"username\":\"amy\",\"password\":\"amy's password\"}");
        shop.http().post("/api/v1/sessions", "{\"username\":\"sue\",\"password\":\"sue's password\"}");
        shop.http().post("/api/v1/sessions", "{\"username\":\"sue\",\"password\":\"a guess at it\"}");
        WholeServer.eventually(() -> entries().size() == 2);
        assertThat(entries())
                .extracting(AuditingTest::line)
                .containsExactly(
                        "agent Sue loopback session.open agents/sue done ",
                        "agent Sue loopback session.open agents/sue refused unauthenticated");
    }

    @Test
    void nothing_is_changed_that_cannot_be_written_down() {
        shop.givePasswords();
        shop.audit.close();
        Http.Reply refused = operator.post("/admin/v1/agents/amy/password", "{\"password\": \"another password\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().path("detail").asString()).contains("audit log", "nothing is changed");
        assertThat(shop.accounts.credentials().verify("amy", "amy's password")).isTrue();
    }

    @Test
    void the_log_is_for_operators_alone_and_verifies() {
        operator.post("/admin/v1/drain", "{}");
        assertThat(shop.admin().get("/admin/v1/audit").status()).isEqualTo(401);
        assertThat(shop.http().get("/admin/v1/audit").status()).isEqualTo(404);
        JsonNode verified = operator.get("/admin/v1/audit/verification").json();
        assertThat(verified.path("holds").asBoolean()).isTrue();
        assertThat(verified.path("head").path("seq").asLong()).isEqualTo(2);
        assertThat(operator.get("/admin/v1/audit?limit=0").status()).isEqualTo(400);
    }
}
