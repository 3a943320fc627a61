package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    @TempDir
    Path folder;

    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void the_widget_is_a_script_that_other_sites_may_load() {
        Http.Reply reply = shop.http().get("/widget.js");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("cross-origin-resource-policy")).isEqualTo("cross-origin");
        assertThat(reply.text()).contains("the widget");
    }

    @Test
    void what_the_widget_loads_itself_is_a_module_that_other_sites_may_load() {
        Http.Reply reply = shop.http().with("Origin", "https://shop.example").get("/widget-poll.js");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(shop.http().get("/console/").header("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void the_console_is_a_page_under_a_strict_policy() {
        for (String path : new String[] {"/console/", "/console/index.html"}) {
            Http.Reply reply = shop.http().get(path);
            assertThat(reply.text()).contains("the console");
            assertThat(reply.header("content-type")).isEqualTo("text/html; charset=utf-8");
            assertThat(reply.header("content-security-policy"))
                    .contains("script-src 'self'")
                    .contains("object-src 'none'")
                    .contains("frame-ancestors 'self'");
            assertThat(reply.header("cache-control")).isEqualTo("no-cache");
        }
        assertThat(shop.http().get("/console/assets/app-1.js").header("cache-control"))
                .contains("immutable");
        assertThat(shop.http().get("/console").header("location")).isEqualTo("/console/");
        assertThat(shop.http().get("/").header("location")).isEqualTo("/console/");
        assertThat(shop.http().get("/demo/").text()).contains("the demo");
    }

    @Test
    void what_has_not_changed_is_not_sent_again() {
        String etag = shop.http().get("/widget.js").header("etag");
        Http.Reply again = shop.http().with("If-None-Match", etag).get("/widget.js");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.bytes()).isEmpty();
        assertThat(shop.http()
                        .with("If-None-Match", "\"other\"")
                        .get("/widget.js")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void who_takes_gzip_gets_it() throws IOException {
        Http.Reply reply = shop.http().with("Accept-Encoding", "br, gzip").get("/console/assets/app-1.js");
        assertThat(reply.header("content-encoding")).isEqualTo("gzip");
        assertThat(reply.header("vary")).isEqualTo("Accept-Encoding");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(reply.bytes()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("// the application");
        }
        assertThat(shop.http().get("/console/assets/app-1.js").header("content-encoding"))
                .isEmpty();
    }

    @Test
    void a_head_has_no_body_and_a_post_is_nothing() {
        Http.Reply head = shop.http().call("HEAD", "/widget.js", BodyPublishers.noBody(), "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes()).isEmpty();
        assertThat(shop.http().post("/widget.js", "{}").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/../../io/kefu/server/admin/openapi.json",
                "/console/%2e%2e/secret.js",
                "/console/..%2fsecret.js",
                "/console/..%5csecret.js",
                "/console//secret.js",
                "/console/.hidden.js",
                "/console/assets",
                "/console/assets/",
                "/console/secret.class",
                "/widget/widget.js",
                "/secret.js",
                "/web-test/secret.js",
                "/../secret.js",
                "/console/index.html%00.js",
                "/io/kefu/server/admin/openapi.json"
            })
    void no_path_leads_out_of_the_pages(String path) throws IOException {
        // By hand, since a client would tidy the path up.
        try (var raw = new RawHttp(shop.http().base())) {
            String all = raw.exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(all).doesNotContain("top secret").doesNotContain("\"openapi\"");
            assertThat(all).containsPattern("^HTTP/1\\.1 (400|404)");
        }
    }
}
