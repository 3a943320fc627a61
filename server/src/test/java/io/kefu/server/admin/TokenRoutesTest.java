package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A token does on the admin listener what its scope says, until it ends, and nothing else. */
class TokenRoutesTest {
    @TempDir
    Path folder;

    private Shop shop;
    private Http operator;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder);
        operator = shop.admin()
                .bearer(Files.readString(folder.resolve("admin.token")).strip());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private JsonNode made(String scope, String more) {
        return operator.post("/admin/v1/api-keys", "{\"name\": \"ci\", \"scopes\": [\"" + scope + "\"]" + more + "}")
                .json();
    }

    private Http with(String scope) {
        return shop.admin().bearer(made(scope, "").path("token").asString());
    }

    @Test
    void each_scope_may_what_the_lesser_may_and_no_more() {
        Http read = with("admin:read");
        assertThat(read.get("/admin/v1/status").status()).isEqualTo(200);
        assertThat(read.get("/admin/v1/audit").status()).isEqualTo(200);
        assertThat(read.post("/admin/v1/drain", "{}").status()).isEqualTo(403);
        assertThat(read.post("/admin/v1/config/apply", "{}").status()).isEqualTo(403);
        assertThat(read.get("/admin/v1/storage/export?from=2026-03-01&to=2026-03-01")
                        .status())
                .isEqualTo(403);
        Http operate = with("admin:operate");
        assertThat(operate.get("/admin/v1/status").status()).isEqualTo(200);
        assertThat(operate.post("/admin/v1/drain", "{}").status()).isEqualTo(200);
        assertThat(operate.post("/admin/v1/config/apply", "{}").status()).isEqualTo(403);
        assertThat(operate.post("/admin/v1/api-keys", "{\"name\":\"x\",\"scopes\":[\"admin:admin\"]}")
                        .status())
                .isEqualTo(403);
        Http admin = with("admin:admin");
        assertThat(admin.post("/admin/v1/config/apply", "{}").status()).isEqualTo(200);
        assertThat(admin.get("/admin/v1/api-keys").json().path("items")).hasSize(3);
    }

    @Test
    void every_route_of_operators_needs_a_scope_and_what_changes_most_needs_the_most() {
        assertThat(shop.adminListener.routes())
                .filteredOn(route -> route.path().startsWith("/admin/"))
                .allSatisfy(route -> assertThat(scope(route)).startsWith("admin:"));
        assertThat(shop.adminListener.routes())
                .filteredOn(route ->
                        route.path().contains("password") || route.path().contains("erasures"))
                .filteredOn(route -> !route.method().equals("GET"))
                .isNotEmpty()
                .allSatisfy(route -> assertThat(scope(route)).isEqualTo("admin:admin"));
    }

    private static String scope(Route route) {
        Access access = route.access();
        assertThat(access.anyone()).isFalse();
        return access.scope().orElse("");
    }

    @Test
    void a_token_is_shown_once_and_listed_without_itself() throws Exception {
        JsonNode made = made("admin:operate", ", \"expires_in_seconds\": 3600");
        String token = made.path("token").asString();
        assertThat(token).hasSize(43);
        Http.Reply listed = operator.get("/admin/v1/api-keys");
        assertThat(listed.text()).doesNotContain(token);
        JsonNode item = listed.json().path("items").path(0);
        assertThat(item.path("name").asString()).isEqualTo("ci");
        assertThat(item.path("scopes").toString()).isEqualTo("[\"admin:operate\",\"admin:read\"]");
        assertThat(item.path("expires_at").asString())
                .isEqualTo(made.path("expires_at").asString());
        assertThat(Files.readString(folder.resolve("accounts.db"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(token);
    }

    @Test
    void a_token_ends_when_it_is_revoked_or_its_time_is_up() {
        JsonNode lasting = made("admin:read", "");
        JsonNode brief = made("admin:read", ", \"expires_in_seconds\": 60");
        Http first = shop.admin().bearer(lasting.path("token").asString());
        Http second = shop.admin().bearer(brief.path("token").asString());
        assertThat(second.get("/admin/v1/status").status()).isEqualTo(200);
        shop.clock.advance(Duration.ofSeconds(61));
        assertThat(second.get("/admin/v1/status").status()).isEqualTo(401);
        assertThat(operator.get("/admin/v1/api-keys").json().path("items")).hasSize(1);
        assertThat(operator.delete("/admin/v1/api-keys/" + lasting.path("id").asString())
                        .status())
                .isEqualTo(204);
        assertThat(first.get("/admin/v1/status").status()).isEqualTo(401);
        assertThat(operator.delete("/admin/v1/api-keys/none").status()).isEqualTo(404);
        assertThat(operator.post(
                                "/admin/v1/api-keys",
                                "{\"name\":\"x\",\"scopes\":[\"admin:read\"],\"expires_in_seconds\":0}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void sessions_and_keys_of_applications_open_nothing_here() {
        assertThat(with("files:write").get("/admin/v1/status").status()).isEqualTo(401);
        assertThat(with("admin:admin").get("/api/v1/me").status()).isEqualTo(404);
        Http onTheOutside =
                shop.http().bearer(made("admin:admin", "").path("token").asString());
        assertThat(onTheOutside.get("/api/v1/me").status()).isEqualTo(403);
        assertThat(onTheOutside.get("/admin/v1/status").status()).isEqualTo(404);
    }

    @Test
    void a_program_of_another_time_may_look_and_not_touch() {
        Http old = operator.with("Kefu-Client-Version", "1.2.9");
        assertThat(old.get("/admin/v1/status").status()).isEqualTo(200);
        assertThat(old.get("/admin/v1/nothing").header("kefu-version")).isEqualTo("1.4.0");
        Http.Reply refused = old.post("/admin/v1/drain", "{}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asString()).contains("1.4.0, too new for this kefuctl, 1.2.9");
        assertThat(operator.with("Kefu-Client-Version", "1.5.0-SNAPSHOT")
                        .post("/admin/v1/drain", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(operator.with("Kefu-Client-Version", "2.0.0")
                        .post("/admin/v1/drain", "{}")
                        .json()
                        .path("detail")
                        .asString())
                .contains("too old for this kefuctl");
    }
}
