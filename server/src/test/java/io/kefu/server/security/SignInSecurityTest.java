package io.kefu.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Token;
import io.kefu.server.admin.Http;
import io.kefu.server.app.Person;
import io.kefu.server.app.WholeServer;
import io.kefu.server.testing.TestClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is who: tokens, passwords, signed identities and the pages that they come from. */
class SignInSecurityTest {

    private static final String SHOP = "https://shop.example";

    @TempDir
    private static Path directory;

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory)
                .edit("channel.yaml", "allowedOrigins: [] ", "allowedOrigins: [\"" + SHOP + "\"] ")
                .file(
                        "other.yaml",
                        "apiVersion: kefu.io/v1\nkind: Channel\nmetadata: {name: other}\nspec: {type: web, route: default,"
                                + " allowedOrigins: [\"https://other.example\"]}\n")
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

    private static int refusedHello(TestClient client, String token, ErrorCode code) {
        client.send(ClientFrame.newBuilder()
                .setHello(Hello.newBuilder().setToken(token))
                .build());
        assertThat(client.await(ServerFrame.FrameCase.ERROR).getError().getCode())
                .isEqualTo(code);
        return client.awaitClose();
    }

    static List<String> badTokens() {
        String visitor = "A".repeat(43);
        return List.of(
                "", "admin", "undefined", visitor, "../../etc/passwd", "a".repeat(10_000), "' OR 1=1 --", "\u0000");
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("badTokens")
    void nobody_connects_or_calls_with_a_token_that_was_never_given(String token) {
        assertThat(refusedHello(TestClient.json(server.port()), token, ErrorCode.ERROR_CODE_UNAUTHENTICATED))
                .isEqualTo(4401);
        assertThat(refusedHello(TestClient.proto(server.port()), token, ErrorCode.ERROR_CODE_UNAUTHENTICATED))
                .isEqualTo(4401);
        if (token.chars().allMatch(c -> c >= ' ')) {
            Http.Reply me = server.http().bearer(token).get("/api/v1/me");
            assertThat(me.status()).isEqualTo(token.length() > 8_000 ? me.status() : 401);
            assertThat(me.status()).isBetween(400, 499);
        }
    }

    @Test
    void every_call_of_agents_needs_an_agent() {
        String visitor = server.anonymous().path("token").asString();
        List<String> gets = List.of(
                "/api/v1/me",
                "/api/v1/agents",
                "/api/v1/groups",
                "/api/v1/conversations",
                "/api/v1/search?q=a",
                "/api/v1/stats/live",
                "/api/v1/stats/series?name=queue");
        for (String path : gets) {
            assertThat(server.http().get(path).status()).as(path).isEqualTo(401);
            assertThat(server.http().bearer(visitor).get(path).status())
                    .as(path)
                    .isEqualTo(403);
        }
        for (String verb : List.of("messages", "claim", "assign", "close", "reopen", "tags")) {
            String path = "/api/v1/conversations/cAAAAAAAAAAAAAAAAAAAAAA/" + verb;
            assertThat(server.http().post(path, "{}").status()).as(path).isEqualTo(401);
            assertThat(server.http().bearer(visitor).post(path, "{}").status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void a_session_and_a_socket_end_with_the_password_they_were_opened_with() {
        Person bob = server.agent("bob");
        String old = bob.token();
        Http.Reply changed = bob.http()
                .put(
                        "/api/v1/me/password",
                        "{\"current\": \"" + WholeServer.PASSWORD + "\", \"new\": \"another long password\"}");
        assertThat(changed.status()).isEqualTo(204);
        assertThat(bob.client().awaitClose()).isEqualTo(4401);
        assertThat(server.http().bearer(old).get("/api/v1/me").status()).isEqualTo(401);
        assertThat(refusedHello(TestClient.json(server.port()), old, ErrorCode.ERROR_CODE_UNAUTHENTICATED))
                .isEqualTo(4401);
        assertThat(server.signIn("bob", WholeServer.PASSWORD).status()).isEqualTo(401);
        assertThat(server.signIn("bob", "another long password").status()).isEqualTo(201);
    }

    @Test
    void signing_out_ends_the_socket() {
        String token = server.signIn("admin", WholeServer.PASSWORD)
                .json()
                .path("token")
                .asString();
        Person admin = server.person(TestClient.json(server.port()), token);
        assertThat(admin.http().delete("/api/v1/sessions/current").status()).isEqualTo(204);
        assertThat(admin.client().awaitClose()).isEqualTo(4401);
    }

    @Test
    void an_unknown_agent_and_a_wrong_password_get_the_same_answer() {
        Http.Reply wrong = server.signIn("admin", "wrong password");
        Http.Reply unknown = server.signIn("nobody-at-all", "wrong password");
        assertThat(wrong.status()).isEqualTo(401).isEqualTo(unknown.status());
        assertThat(wrong.text()).isEqualTo(unknown.text());
    }

    @Test
    void a_connection_does_not_become_another_by_a_renewed_token() {
        Person visitor = server.visitor();
        visitor.client()
                .send(ClientFrame.newBuilder()
                        .setToken(Token.newBuilder().setToken(server.session("admin")))
                        .build());
        assertThat(visitor.client().awaitClose()).isEqualTo(4401);
    }

    private static JWTClaimsSet claims(String sub, long secondsAhead) {
        return new JWTClaimsSet.Builder()
                .subject(sub)
                .expirationTime(Date.from(Instant.now().plusSeconds(secondsAhead)))
                .claim("tags", Map.of("vip_level", 99))
                .build();
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    static Stream<String> badIdentities() throws JOSEException, NoSuchAlgorithmException {
        byte[] secret = server.visitorSecret().getBytes(StandardCharsets.UTF_8);
        byte[] longer = Arrays.copyOf(secret, 64); // padded with zeros: the same HMAC key, another algorithm
        String good = server.identity("x", Map.of("vip_level", 99));
        String[] parts = good.split("\\.", -1);
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        JWTClaimsSet claims = claims("x", 600);
        return Stream.of(
                new PlainJWT(claims).serialize(),
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                good.substring(0, good.length() - 4) + "AAAA",
                parts[0] + "." + new PlainJWT(claims("admin", 600)).serialize().split("\\.", -1)[1] + "." + parts[2],
                signed(JWSAlgorithm.HS512, new MACSigner(longer), claims),
                signed(JWSAlgorithm.HS384, new MACSigner(longer), claims),
                signed(
                        JWSAlgorithm.RS256,
                        new RSASSASigner(rsa.generateKeyPair().getPrivate()),
                        claims),
                signed(JWSAlgorithm.HS256, new MACSigner("0123456789abcdef0123456789abcdef"), claims),
                signed(JWSAlgorithm.HS256, new MACSigner(secret), claims("x", -10)),
                signed(JWSAlgorithm.HS256, new MACSigner(secret), claims("x", 90_000)),
                signed(JWSAlgorithm.HS256, new MACSigner(secret), claims("", 600)),
                signed(
                        JWSAlgorithm.HS256,
                        new MACSigner(secret),
                        new JWTClaimsSet.Builder().subject("x").build()),
                "x.y.z",
                "a".repeat(9_000));
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("badIdentities")
    void an_identity_counts_only_when_signed_by_the_shop_with_hs256_and_for_now(String identity) {
        Http.Reply refused =
                server.http().post("/api/v1/visitors", "{\"channel\": \"web\", \"identity\": \"" + identity + "\"}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("unauthenticated");
    }

    @Test
    void what_a_page_says_of_its_visitor_without_a_signature_is_no_tag() {
        Http.Reply created = server.http().post("/api/v1/visitors", """
                        {"channel": "web", "tags": {"vip_level": 99}, "external_id": "boss", "role": "admin",
                         "visitor": {"name": "n", "tags": {"vip_level": 99, "complaint_risk": true},
                                     "external_id": "boss", "form": {"vip_level": "99"}}}
                        """);
        assertThat(created.status()).isEqualTo(201);
        Person visitor = server.person(
                TestClient.json(server.port()), created.json().path("token").asString());
        String conversation = visitor.say("hello").getConversationId();
        assertThat(visitor.state(conversation, ConversationState.CONVERSATION_STATE_BOT)
                        .getGroup())
                .isEmpty();
        var seen =
                server.as("admin").get("/api/v1/conversations/" + conversation).json();
        assertThat(seen.path("visitor").path("tags").size()).isZero();
        assertThat(seen.path("visitor").has("external_id")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://shop.example",
                "https://shop.example.evil.example",
                "https://evilshop.example",
                "https://shop.example:8443",
                "null",
                "file://"
            })
    void a_foreign_page_opens_no_socket_and_makes_no_visitor(String origin) {
        assertThatThrownBy(() -> TestClient.from(server.port(), origin)).hasRootCauseInstanceOf(Exception.class);
        Http page = server.http().with("Origin", origin);
        Http.Reply refused = page.post("/api/v1/visitors", "{\"channel\": \"web\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("access-control-allow-origin")).isEmpty();
        assertThat(page.bearer(server.session("admin")).get("/api/v1/me").status())
                .isEqualTo(403);
    }

    @Test
    void a_channels_page_speaks_for_that_channels_visitors_and_for_nobody_else() {
        String admin = server.session("admin");
        String visitor = server.anonymous().path("token").asString();
        server.person(TestClient.from(server.port(), SHOP), visitor).say("hello");
        assertThat(refusedHello(
                        TestClient.from(server.port(), "https://other.example"),
                        visitor,
                        ErrorCode.ERROR_CODE_FORBIDDEN))
                .isEqualTo(4403);
        assertThat(refusedHello(TestClient.from(server.port(), SHOP), admin, ErrorCode.ERROR_CODE_FORBIDDEN))
                .isEqualTo(4403);
        Http shop = server.http().with("Origin", SHOP);
        assertThat(shop.bearer(admin).get("/api/v1/me").status()).isEqualTo(403);
        assertThat(shop.post(
                                "/api/v1/sessions",
                                "{\"username\": \"admin\", \"password\": \"" + WholeServer.PASSWORD + "\"}")
                        .status())
                .isEqualTo(403);
    }
}
