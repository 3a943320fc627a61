package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    private static final String WEB = "{\"channel\":\"web\"}";

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

    private Http from(String origin) {
        return shop.http().with("Origin", origin);
    }

    @Test
    void no_origin_our_own_and_an_allowed_one_pass() {
        assertThat(shop.http().post("/api/v1/visitors", WEB).status()).isEqualTo(201);
        assertThat(from(shop.http().base()).post("/api/v1/visitors", WEB).status())
                .isEqualTo(201);
        Http.Reply reply = from(Shop.SHOP_ORIGIN).post("/api/v1/visitors", WEB);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("access-control-allow-origin")).isEqualTo(Shop.SHOP_ORIGIN);
        assertThat(reply.header("access-control-allow-credentials")).isEmpty();
        assertThat(reply.header("vary")).contains("Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://shop.example",
                "https://shop.example.evil.example",
                "https://evilshop.example",
                "https://shop.example:8443",
                "https://sub.shop.example",
                "null",
                "https://app.example",
                "file://"
            })
    void every_other_origin_is_forbidden(String origin) {
        Http.Reply reply = from(origin).post("/api/v1/visitors", WEB);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("forbidden");
    }

    @Test
    void a_channels_widget_is_for_its_own_pages() {
        assertThat(from(Shop.SHOP_ORIGIN)
                        .get("/api/v1/channels/web/widget")
                        .json()
                        .path("title")
                        .asString())
                .isEqualTo("Shop");
        assertThat(from(Shop.SHOP_ORIGIN).get("/api/v1/channels/app/widget").status())
                .isEqualTo(403);
        assertThat(from("https://a.app.example")
                        .get("/api/v1/channels/app/widget")
                        .status())
                .isEqualTo(200);
        assertThat(from("https://evil.example")
                        .get("/api/v1/channels/web/widget")
                        .status())
                .isEqualTo(403);
        assertThat(shop.http().get("/api/v1/channels/none/widget").status()).isEqualTo(404);
    }

    @Test
    void a_preflight_of_an_allowed_page_is_answered_and_no_other() {
        Http.Reply good = from(Shop.SHOP_ORIGIN)
                .with("Access-Control-Request-Method", "POST")
                .call("OPTIONS", "/api/v1/visitors", BodyPublishers.noBody(), "");
        assertThat(good.status()).isEqualTo(204);
        assertThat(good.header("access-control-allow-origin")).isEqualTo(Shop.SHOP_ORIGIN);
        assertThat(good.header("access-control-allow-headers")).contains("Authorization");

        Http.Reply bad = from("https://evil.example").call("OPTIONS", "/api/v1/visitors", BodyPublishers.noBody(), "");
        assertThat(bad.status()).isEqualTo(403);
        assertThat(bad.header("access-control-allow-origin")).isEmpty();
    }

    @Test
    void a_stolen_token_is_of_no_use_to_a_foreign_page() {
        String visitor = shop.http().visitor("web").path("token").asString();
        String app = shop.http().visitor("app").path("token").asString();
        String missing = "/api/v1/files/AAAAAAAAAAAAAAAAAAAAAA";

        assertThat(from(Shop.SHOP_ORIGIN).bearer(visitor).get(missing).status()).isEqualTo(404);
        assertThat(from("https://evil.example").bearer(visitor).get(missing).status())
                .isEqualTo(403);
        assertThat(from(Shop.SHOP_ORIGIN).bearer(app).get(missing).status()).isEqualTo(403);
        Http agent = shop.asAgent("amy");
        assertThat(agent.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(agent.with("Origin", Shop.SHOP_ORIGIN).get("/api/v1/me").status())
                .isEqualTo(403);
    }

    @Test
    void signing_in_is_for_our_own_page_alone() {
        String body = "{\"username\":\"amy\",\"password\":\"amy's password\"}";
        assertThat(from(Shop.SHOP_ORIGIN).post("/api/v1/sessions", body).status())
                .isEqualTo(403);
        assertThat(from(shop.http().base()).post("/api/v1/sessions", body).status())
                .isEqualTo(201);
    }

    @Test
    void an_allowed_page_can_read_why_it_was_refused() {
        Http.Reply reply = from(Shop.SHOP_ORIGIN).post("/api/v1/visitors", "{");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("access-control-allow-origin")).isEqualTo(Shop.SHOP_ORIGIN);
    }
}
