package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AdminListenerTest {
    @TempDir
    Path folder;

    private Shop shop;
    private Http operator;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder);
        shop.givePasswords();
        operator = shop.admin()
                .bearer(Files.readString(folder.resolve("admin.token")).strip());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void health_readiness_and_metrics_are_open() {
        assertThat(shop.admin().get("/healthz").text()).isEqualTo("alive\n");
        assertThat(shop.admin().get("/readyz").status()).isEqualTo(200);
        assertThat(shop.admin().get("/metrics").text()).isEqualTo("kefu_up 1\n");
        assertThat(shop.admin().get("/metrics").header("content-type")).startsWith("text/plain; version=0.0.4");
        shop.notReady.set(Optional.of("the journal is being replayed"));
        Http.Reply not = shop.admin().get("/readyz");
        assertThat(not.status()).isEqualTo(503);
        assertThat(not.text()).contains("the journal is being replayed");
    }

    @Test
    void the_rest_is_for_who_can_read_the_token() {
        assertThat(operator.get("/admin/v1/status").json().path("version").asString())
                .isEqualTo("test");
        assertThat(shop.admin().get("/admin/v1/status").status()).isEqualTo(401);
        assertThat(shop.admin().bearer("A".repeat(43)).get("/admin/v1/status").status())
                .isEqualTo(401);
        String supervisor = shop.http()
                .post("/api/v1/sessions", "{\"username\":\"sue\",\"password\":\"sue's password\"}")
                .json()
                .path("token")
                .asString();
        assertThat(shop.admin().bearer(supervisor).get("/admin/v1/status").status())
                .isEqualTo(401);
        assertThat(operator.with("Origin", "https://evil.example")
                        .get("/admin/v1/status")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void the_public_listener_has_none_of_it() {
        String token = operator.headers().getLast();
        assertThat(shop.http().get("/metrics").status()).isEqualTo(404);
        assertThat(shop.http().get("/admin/v1/status").status()).isEqualTo(404);
        assertThat(shop.http().with("Authorization", token).get("/api/v1/me").status())
                .isEqualTo(401);
    }

    @Test
    void the_token_is_its_owners_alone_and_stays_over_a_restart() throws Exception {
        Path file = folder.resolve("admin.token");
        String token = Files.readString(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(token.strip()).matches("[A-Za-z0-9_-]{43}");
        AdminToken.load(folder);
        assertThat(Files.readString(file)).isEqualTo(token);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> AdminToken.load(folder)).hasMessageContaining("chmod 600");
    }

    @Test
    void a_password_set_by_the_operator_ends_the_agents_sessions() {
        Http amy = shop.asAgent("amy");
        assertThat(operator.post("/admin/v1/agents/amy/password", "{\"password\":\"given by operator\"}")
                        .status())
                .isEqualTo(204);
        assertThat(amy.get("/api/v1/me").status()).isEqualTo(401);
        String made = operator.post("/admin/v1/agents/amy/password", "{}")
                .json()
                .path("password")
                .asString();
        assertThat(made).hasSize(20);
        assertThat(shop.http()
                        .post("/api/v1/sessions", "{\"username\":\"amy\",\"password\":\"" + made + "\"}")
                        .status())
                .isEqualTo(201);
        assertThat(operator.post("/admin/v1/agents/nobody/password", "{}").status())
                .isEqualTo(404);
        assertThat(operator.post("/admin/v1/agents/amy/password", "{\"password\":\"short\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void an_api_key_is_made_and_revoked() {
        JsonNode key = operator.post("/admin/v1/api-keys", "{\"name\":\"crm\",\"scopes\":[\"files:write\"]}")
                .json();
        Http crm = shop.http().bearer(key.path("token").asString());
        assertThat(crm.upload("a.txt", "text/plain", new byte[] {'x'}).status()).isEqualTo(201);
        assertThat(crm.get("/api/v1/me").status()).isEqualTo(403);
        assertThat(operator.delete("/admin/v1/api-keys/" + key.path("id").asString())
                        .status())
                .isEqualTo(204);
        assertThat(crm.upload("a.txt", "text/plain", new byte[] {'x'}).status()).isEqualTo(401);
        assertThat(operator.post("/admin/v1/api-keys", "{\"name\":\"crm\",\"scopes\":[\"ALL THINGS\"]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_configuration_reaches_who_applies_it() {
        assertThat(operator.post("/admin/v1/config/apply", "{\"directory\":\"/x\"}")
                        .json()
                        .path("directory")
                        .asString())
                .isEqualTo("/x");
    }
}
