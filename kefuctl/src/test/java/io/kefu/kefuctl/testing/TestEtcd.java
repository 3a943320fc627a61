package io.kefu.kefuctl.testing;

import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.ProcessEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real etcd of one test's own, and what is put into it. */
public final class TestEtcd implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ProcessEngine engine;
    private final Path home;

    private TestEtcd(ProcessEngine engine, Path home) {
        this.engine = engine;
        this.home = home;
    }

    public static TestEtcd start() {
        try {
            Path home = Files.createTempDirectory("kefu-etcd");
            return new TestEtcd(ProcessEngine.start(EngineKind.ETCD, home), home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String endpoint() {
        return engine.address().url();
    }

    /** SIGKILL. */
    public void kill() {
        engine.kill();
    }

    public void startAgain() {
        engine.start();
    }

    /** Speaks TLS from now on, with the first certificate, and wants its clients to show it or the other. */
    public void speakTls(Certificate certificate, Certificate client) throws IOException {
        engine.stop();
        Path tls = Files.createDirectories(home.resolve("etcd/tls"));
        Files.copy(certificate.chain(), tls.resolve("server.pem"));
        Files.copy(certificate.key(), tls.resolve("server.key"));
        Files.writeString(
                tls.resolve("clients.pem"), Files.readString(certificate.chain()) + Files.readString(client.chain()));
        engine.start();
    }

    /** Gives tokens from now on that name the revision of its users and roles. */
    public void giveJwts() throws IOException {
        engine.stop();
        Path jwt = Files.createDirectories(home.resolve("etcd/jwt"));
        try {
            KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            Files.writeString(jwt.resolve("private.pem"), pem("PRIVATE KEY", pair.getPrivate()));
            Files.writeString(jwt.resolve("public.pem"), pem("PUBLIC KEY", pair.getPublic()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has RSA", e);
        }
        engine.start();
    }

    private static String pem(String what, Key key) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END " + what + "-----\n";
    }

    /** Counts a member that never comes: it has no leader any more, soon after. */
    public void loseItsLeader() {
        post("/v3/cluster/member/add", Map.of("peerURLs", List.of("http://127.0.0.1:1")));
    }

    /** One more, who may read nothing, where it asks who they are. */
    public void addUser(String user) {
        Map<String, String> root = Map.of("name", "root", "password", "root's own");
        String token = post("/v3/auth/authenticate", root).path("token").asString();
        post("/v3/auth/user/add", Map.of("name", user, "password", "guest"), "Authorization", token);
    }

    /** Asks from now on who they are; only these may read under the prefix. */
    public void askForPasswords(String user, String password, String prefix) {
        post("/v3/auth/user/add", Map.of("name", "root", "password", "root's own"));
        post("/v3/auth/role/add", Map.of("name", "root"));
        post("/v3/auth/user/grant", Map.of("user", "root", "role", "root"));
        post("/v3/auth/user/add", Map.of("name", user, "password", password));
        post("/v3/auth/role/add", Map.of("name", "reader"));
        post(
                "/v3/auth/role/grant",
                Map.of(
                        "name",
                        "reader",
                        "perm",
                        Map.of("permType", "READ", "key", encoded(prefix + "/"), "range_end", encoded(prefix + "0"))));
        post("/v3/auth/user/grant", Map.of("user", user, "role", "reader"));
        post("/v3/auth/enable", Map.of());
    }

    /** The revision that etcd has then. */
    public long put(String key, String value) {
        return revision(post("/v3/kv/put", Map.of("key", encoded(key), "value", encoded(value))));
    }

    /** All of them in one transaction. */
    public long putAll(Map<String, String> values) {
        List<Object> puts = new ArrayList<>();
        values.forEach(
                (key, value) -> puts.add(Map.of("request_put", Map.of("key", encoded(key), "value", encoded(value)))));
        return revision(post("/v3/kv/txn", Map.of("success", puts)));
    }

    /** Every file below the directory, under its path. */
    public void putFiles(String prefix, Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                put(prefix + "/" + directory.relativize(file), Files.readString(file));
            }
        }
    }

    public void delete(String key) {
        post("/v3/kv/deleterange", Map.of("key", encoded(key)));
    }

    /** Forgets what was before that revision. */
    public void compact(long revision) {
        post("/v3/kv/compaction", Map.of("revision", revision, "physical", true));
    }

    private static long revision(JsonNode answer) {
        return answer.path("header").path("revision").asLong();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode post(String path, Map<String, ?> body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(endpoint() + path));
        HttpRequest request = (headers.length == 0 ? builder : builder.headers(headers))
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " was refused: " + response.body());
            }
            return JsonMapper.shared().readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        engine.close();
    }
}
