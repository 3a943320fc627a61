package io.kefu.server.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.kefu.server.admin.Http;
import io.kefu.server.testing.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/**
 * The whole server in this process, on a directory of its own, with the quick start's configuration, agents more and
 * roomy limits. What happens in it is asked over its sockets and its REST API, as everyone else would.
 */
public final class WholeServer implements AutoCloseable {

    /** Long enough for every agent. */
    public static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Path directory;
    private final Map<String, String> sessions = new HashMap<>();
    private final List<Person> people = new ArrayList<>();
    private Server server;

    private WholeServer(Path directory) {
        this.directory = directory;
    }

    /** Written, not started. Agents amy and bob (support), vera (vip) and cora (complaints) are in it. */
    public static WholeServer in(Path directory) {
        WholeServer whole = new WholeServer(directory);
        try {
            QuickStart.write(whole.config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return whole.file("server.yaml", """
                        apiVersion: kefu.io/v1
                        kind: Server
                        metadata: {name: kefu}
                        spec:
                          listeners: {public: {host: 127.0.0.1, port: 0}, admin: {host: 127.0.0.1, port: 0}}
                          drain: 1s
                          limits:
                            visitor: {messagesPerSecond: 1000, burst: 10000}
                            agent: {messagesPerSecond: 1000, burst: 10000}
                            connection: {framesPerSecond: 10000, burst: 100000}
                            address: {messagesPerSecond: 100000, burst: 1000000}
                            visitorsPerMinutePerAddress: 10000
                            signInsPerMinutePerAddress: 1000
                            signInsPerMinutePerAgent: 1000
                            filesPerMinute: 1000
                          overload: {target: 20s, interval: 20s}
                        """)
                .agent("amy", "support")
                .agent("bob", "support")
                .agent("vera", "vip")
                .agent("cora", "complaints");
    }

    /** Puts a file of the configuration into place. */
    public WholeServer file(String name, String yaml) {
        try {
            Files.writeString(config().resolve(name), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Takes a file of the configuration away. */
    public WholeServer without(String name) {
        try {
            Files.delete(config().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Changes a file of the configuration, which must have what is to be changed. */
    public WholeServer edit(String name, String from, String to) {
        String before = text(config().resolve(name));
        if (!before.contains(from)) {
            throw new IllegalArgumentException(name + " has no " + from);
        }
        return file(name, before.replace(from, to));
    }

    /** Declares an agent in a file of its own. */
    public WholeServer agent(String name, String groups) {
        return agent(name, groups, "agent");
    }

    public WholeServer agent(String name, String groups, String role) {
        return file(
                "agent-" + name + ".yaml",
                "apiVersion: kefu.io/v1\nkind: Agent\nmetadata: {name: %s}\nspec: {displayName: %s, groups: [%s], role: %s}\n"
                        .formatted(name, Character.toUpperCase(name.charAt(0)) + name.substring(1), groups, role));
    }

    /** Declares a group with {@code spec}, and a rule that leads visitors there whose signed tag {@code team} names it. */
    public WholeServer group(String name, String spec) {
        file(
                "group-" + name + ".yaml",
                "apiVersion: kefu.io/v1\nkind: Group\nmetadata: {name: %s}\nspec: {%s}\n".formatted(name, spec));
        return edit(
                "routing.yaml",
                "  rules:\n",
                "  rules:\n    - {name: team-%s, when: 'visitor.tags.team == \"%s\"', to: {group: %s}}\n"
                        .formatted(name, name, name));
    }

    public WholeServer start() {
        return start(true);
    }

    public WholeServer start(boolean demo) {
        try {
            server = Server.start(new ServerOptions(
                    config(),
                    Optional.of(data()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    demo,
                    false,
                    Optional.of(PASSWORD)));
        } catch (StartFailure e) {
            throw new AssertionError(e.getMessage() + e.details(), e);
        }
        return this;
    }

    /** As on SIGTERM. */
    public void stop() {
        server.close();
    }

    /** Puts what now stands in the configuration's directory into force, whoever uses what goes; gives the answer. */
    public Http.Reply apply() {
        return admin().post("/admin/v1/config/apply", "{\"directory\": \"" + config() + "\", \"prune\": true}");
    }

    public Path config() {
        return directory.resolve("config");
    }

    public Path data() {
        return directory.resolve("data");
    }

    public int port() {
        return URI.create(server.addresses().publicUrl()).getPort();
    }

    /** The public listener, as nobody. */
    public Http http() {
        return new Http(server.addresses().publicUrl());
    }

    /** The admin listener, as the operator. */
    public Http admin() {
        return new Http(server.addresses().adminUrl()).bearer(adminToken());
    }

    public String adminToken() {
        return text(data().resolve("admin.token")).strip();
    }

    /** What signs identities. */
    public String visitorSecret() {
        return text(config().resolve("secrets/visitor.key")).strip();
    }

    /** A session of this agent's, opened once; its password is set at first. */
    public String session(String agent) {
        return sessions.computeIfAbsent(agent, name -> {
            admin().post("/admin/v1/agents/" + name + "/password", "{\"password\": \"" + PASSWORD + "\"}");
            return signIn(name, PASSWORD).json().path("token").asString();
        });
    }

    public Http.Reply signIn(String agent, String password) {
        return http().post("/api/v1/sessions", "{\"username\": \"" + agent + "\", \"password\": \"" + password + "\"}");
    }

    /** REST as this agent. */
    public Http as(String agent) {
        return http().bearer(session(agent));
    }

    /** An API key with these scopes: its token. */
    public String apiKey(String... scopes) {
        return admin().post(
                        "/admin/v1/api-keys",
                        "{\"name\": \"shop\", \"scopes\": [\"" + String.join("\",\"", scopes) + "\"]}")
                .json()
                .path("token")
                .asString();
    }

    /** A new visitor whom nobody vouches for: id and token. */
    public JsonNode anonymous() {
        return http().post("/api/v1/visitors", "{\"channel\": \"web\"}").json();
    }

    /** A visitor whom the shop's own server vouches for. */
    public JsonNode identified(String externalId, Map<String, Object> tags) {
        Http.Reply reply = http().post(
                        "/api/v1/visitors",
                        "{\"channel\": \"web\", \"identity\": \"" + identity(externalId, tags) + "\"}");
        if (reply.status() != 201) {
            throw new AssertionError(reply.text());
        }
        return reply.json();
    }

    /** A good identity for {@code visitorSecret}. */
    public String identity(String externalId, Map<String, Object> tags) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(externalId)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .claim("tags", tags)
                .build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            jwt.sign(new MACSigner(visitorSecret().getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    /** An anonymous visitor, connected. */
    public Person visitor() {
        return visitor(TestClient::json);
    }

    public Person visitor(IntFunction<TestClient> form) {
        String token = anonymous().path("token").asString();
        return person(form.apply(port()), token);
    }

    /** A visitor of this group, connected. */
    public Person visitorOf(String team) {
        String name = "customer-" + NAMES.incrementAndGet();
        String token = identified(name, Map.of("team", team)).path("token").asString();
        return person(TestClient.json(port()), token);
    }

    /** This agent, connected. */
    public Person agent(String name) {
        String token = session(name); // first: the server waits for hello only so long
        return person(TestClient.json(port()), token);
    }

    /** Whoever has this token, connected by this client. */
    public Person person(TestClient client, String token) {
        Person person = new Person(client, token, http().bearer(token));
        people.add(person);
        return person.greet();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All who are connected leave; the server stays. */
    public void everybodyLeaves() {
        people.forEach(Person::close);
        people.clear();
    }

    /** Figures follow what they count on a thread of their own; a client that was cut off is missed after a minute. */
    public static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited two minutes");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() {
        everybodyLeaves();
        if (server != null) {
            server.close();
        }
    }
}
