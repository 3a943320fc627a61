package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.kefu.storage.accounts.Visitor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class VisitorRoutesTest {
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

    private Http.Reply create(Map<String, Object> request) {
        return shop.http().post("/api/v1/visitors", JsonMapper.shared().writeValueAsString(request));
    }

    private Http.Reply identified(String jwt) {
        return create(Map.of("channel", "web", "identity", jwt));
    }

    private Visitor visitor(Http.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return shop.accounts
                .visitors()
                .byId(reply.json().path("visitor_id").asString())
                .orElseThrow();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("u-1")
                .expirationTime(Date.from(Instant.now().plusSeconds(3600)));
    }

    private static String signed(JWSAlgorithm algorithm, String secret, JWTClaimsSet claims) throws JOSEException {
        var jwt = new SignedJWT(new JWSHeader(algorithm), claims);
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    private static String good(JWTClaimsSet claims) throws JOSEException {
        return signed(JWSAlgorithm.HS256, Shop.SECRET, claims);
    }

    private void assertRefused(String jwt) {
        Http.Reply reply = identified(jwt);
        assertThat(reply.status()).as(reply.text()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("unauthenticated");
        assertThat(shop.accounts.visitors().byExternal("web", "u-1")).isEmpty();
    }

    @Test
    void an_anonymous_visitor_gets_an_id_a_token_and_where_to_connect() {
        Http.Reply reply = create(Map.of("channel", "web", "visitor", Map.of("name", "小明", "locale", "zh-CN")));

        assertThat(visitor(reply).name()).isEqualTo("小明");
        assertThat(reply.json().path("token").asString()).matches("[A-Za-z0-9_-]{43}");
        assertThat(reply.json().path("visitor_id").asString()).matches("[A-Za-z0-9_-]{22}");
        assertThat(reply.json().path("ws_url").asString()).matches("ws://127\\.0\\.0\\.1:\\d+/ws/v1");
        Http proxied = shop.http().with("X-Forwarded-Proto", "https"); // whose proxy nobody trusts
        assertThat(proxied.post("/api/v1/visitors", "{\"channel\":\"web\"}")
                        .json()
                        .path("ws_url")
                        .asString())
                .startsWith("ws://");
        assertThat(Instant.parse(reply.json().path("expires_at").asString()))
                .isAfter(Instant.now().plus(Duration.ofDays(29)));
    }

    @Test
    void a_signed_identity_brings_its_external_id_name_and_tags_and_is_one_visitor() throws Exception {
        String jwt = good(claims().claim("name", "VIP 王")
                .claim("tags", Map.of("vip_level", 12))
                .build());

        Visitor first = visitor(identified(jwt));
        assertThat(first.externalId()).contains("u-1");
        assertThat(first.name()).isEqualTo("VIP 王");
        assertThat(first.tags()).isEqualTo(Map.of("vip_level", 12));
        assertThat(visitor(identified(jwt)).id()).isEqualTo(first.id());
    }

    @Test
    void a_page_cannot_set_tags_or_an_external_id() {
        Visitor visitor = visitor(create(Map.of(
                "channel",
                "web",
                "tags",
                Map.of("vip_level", 99),
                "external_id",
                "u-1",
                "visitor",
                Map.of("name", "x", "tags", Map.of("vip_level", 99), "external_id", "u-1"))));

        assertThat(visitor.tags()).isEmpty();
        assertThat(visitor.externalId()).isEmpty();
        assertThat(shop.unknownFields).hasValue(4);
    }

    @Test
    void a_token_without_a_signature_is_refused() {
        assertRefused(new PlainJWT(claims().build()).serialize());
        var url = Base64.getUrlEncoder().withoutPadding();
        for (String alg : new String[] {"none", "None", "NONE", "nOnE", ""}) {
            String header =
                    url.encodeToString(("{\"alg\":\"" + alg + "\",\"typ\":\"JWT\"}").getBytes(StandardCharsets.UTF_8));
            String body = url.encodeToString("{\"sub\":\"u-1\",\"exp\":4102444800}".getBytes(StandardCharsets.UTF_8));
            assertRefused(header + "." + body + ".");
            assertRefused(header + "." + body + ".AAAA");
        }
    }

    @Test
    void another_algorithm_is_refused_even_with_the_right_secret() throws Exception {
        String longSecret = Shop.SECRET + Shop.SECRET;
        assertRefused(signed(JWSAlgorithm.HS384, longSecret, claims().build()));
        assertRefused(signed(JWSAlgorithm.HS512, longSecret, claims().build()));
        var keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var rsa = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims().build());
        rsa.sign(new RSASSASigner(keys.getPrivate()));
        assertRefused(rsa.serialize());
        // The same signature under the header of the accepted algorithm.
        String[] parts = rsa.serialize().split("\\.", -1);
        String hs256 = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8));
        assertRefused(hs256 + "." + parts[1] + "." + parts[2]);
    }

    @Test
    void a_foreign_secret_or_a_changed_claim_is_refused() throws Exception {
        assertRefused(signed(JWSAlgorithm.HS256, "another secret of thirty-two byte", claims().build()));
        String[] parts = good(claims().build()).split("\\.", -1);
        String other = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"sub\":\"u-1\",\"exp\":4102444800,\"tags\":{\"vip_level\":99}}"
                        .getBytes(StandardCharsets.UTF_8));
        assertRefused(parts[0] + "." + other + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + ".");
        assertRefused(parts[0] + "." + parts[1]);
    }

    @Test
    void an_identity_must_end_within_a_day_and_not_have_ended() throws Exception {
        assertRefused(good(new JWTClaimsSet.Builder().subject("u-1").build()));
        assertRefused(good(claims().expirationTime(Date.from(Instant.now().minusSeconds(5)))
                .build()));
        assertRefused(good(claims().expirationTime(Date.from(Instant.now().plus(Duration.ofHours(25))))
                .build()));
        assertRefused(good(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(600)))
                .build()));
        visitor(identified(good(claims().expirationTime(Date.from(Instant.now().plus(Duration.ofHours(24))))
                .build())));
    }

    @Test
    void an_identity_without_a_sensible_subject_or_with_wild_tags_is_refused() throws Exception {
        assertRefused(good(claims().subject(null).build()));
        assertRefused(good(claims().subject(" ").build()));
        assertRefused(good(claims().subject("x".repeat(200)).build()));
        assertRefused(good(claims().claim("tags", "vip").build()));
        assertRefused(good(claims().claim("tags", Map.of("a", Map.of("b", 1))).build()));
        assertRefused(good(claims().claim("tags", Map.of("<script>", 1)).build()));
        assertRefused(good(claims().claim("tags", Map.of("a", "x".repeat(300))).build()));
    }

    @Test
    void a_channel_without_a_secret_takes_no_identity() throws Exception {
        String jwt = good(claims().build());
        assertThat(create(Map.of("channel", "app", "identity", jwt)).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "..", "a.b.c", "eyJhbGciOiJIUzI1NiJ9..", "\u0000"})
    void what_is_no_token_is_refused(String junk) {
        assertRefused(junk);
    }

    @Test
    void markup_in_what_a_page_says_stays_text_and_a_script_is_no_address() {
        String script = "<img src=x onerror=alert(1)>";
        Visitor visitor = visitor(create(Map.of(
                "channel",
                "web",
                "visitor",
                Map.of(
                        "name",
                        script,
                        "page",
                        Map.of("url", "javascript:alert(1)", "title", script, "referrer", "data:text/html,x"),
                        "form",
                        Map.of("q", script)))));

        assertThat(visitor.name()).isEqualTo(script);
        assertThat(visitor.page().title()).isEqualTo(script);
        assertThat(visitor.page().url()).isEmpty();
        assertThat(visitor.page().referrer()).isEmpty();
    }

    @Test
    void a_name_of_ten_megabytes_and_one_of_a_thousand_characters_are_refused() {
        Http.Reply huge = create(Map.of("channel", "web", "visitor", Map.of("name", "n".repeat(10_000_000))));
        assertThat(huge.status()).isEqualTo(413);
        assertThat(huge.code()).isEqualTo("too_large");
        Http.Reply large = create(Map.of("channel", "web", "visitor", Map.of("name", "n".repeat(1000))));
        assertThat(large.status()).isEqualTo(400);
        assertThat(large.json().path("errors").get(0).path("field").asString()).isEqualTo("visitor.name");
        assertThat(shop.http().visitor("web").path("token").asString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{",
                "{\"channel\":5,\"channel\":6}",
                "{\"channel\":{\"a\":1}}",
                "{\"channel\":\"nowhere\"}",
                "{\"channel\":\"web\"} {}",
                "{\"channel\":\"web\",\"visitor\":\"x\"}",
                "{\"channel\":\"web\",\"visitor\":{\"locale\":\"<b>\"}}"
            })
    void a_body_that_is_not_what_it_should_be_is_bad_request(String body) {
        Http.Reply reply = shop.http().post("/api/v1/visitors", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("bad_request");
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void a_body_nested_ten_thousand_deep_is_bad_request() {
        String deep = "{\"channel\":\"web\",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertThat(shop.http().post("/api/v1/visitors", deep).status()).isEqualTo(400);
    }

    @Test
    void a_form_of_a_foreign_page_is_not_json() {
        Http.Reply reply = shop.http()
                .call(
                        "POST",
                        "/api/v1/visitors",
                        java.net.http.HttpRequest.BodyPublishers.ofString("{\"channel\":\"web\"}"),
                        "text/plain");
        assertThat(reply.status()).isEqualTo(415);
    }
}
