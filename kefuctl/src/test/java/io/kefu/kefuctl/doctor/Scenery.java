package io.kefu.kefuctl.doctor;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.Problem;
import io.kefu.server.app.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A host, a data directory, a configuration and a server with which all is well, until a test says otherwise. */
final class Scenery {

    static final Path PEM = Path.of("src/test/resources/doctor").toAbsolutePath();

    final FakeHost host = new FakeHost();
    final Path data;
    String config = CONFIG;
    String status = STATUS;
    String storage = STORAGE;
    String holds = "{\"items\": []}";
    String inside;
    boolean runs = true;
    Optional<String> hostname = Optional.of("shop.example.com");

    private static final String CONFIG = """
            apiVersion: kefu.io/v1
            kind: Server
            metadata: {name: default}
            spec:
              listeners:
                public:
                  host: 0.0.0.0
                  port: 8443
                  tls: {certificateFile: CHAIN, keyFile: KEY}
            ---
            apiVersion: kefu.io/v1
            kind: Channel
            metadata: {name: web}
            spec:
              type: web
              route: default
              allowedOrigins: ["https://www.example.com", "http://localhost:3000"]
              visitorSecret: Vb3qN7rXk2mTz9LwYc5sHd8JfGp4Aa6QRu
            ---
            apiVersion: kefu.io/v1
            kind: RoutingPolicy
            metadata: {name: default}
            spec:
              rules:
                - {name: vip, when: visitor.tags.vip == true, to: {group: support}}
                - {name: bot, when: channel.autoReply, to: {bot: shop}}
              otherwise: {group: support}
            ---
            apiVersion: kefu.io/v1
            kind: Group
            metadata: {name: support}
            ---
            apiVersion: kefu.io/v1
            kind: Agent
            metadata: {name: anna}
            spec: {groups: [support], role: admin}
            ---
            apiVersion: kefu.io/v1
            kind: AutoReply
            metadata: {name: shop}
            spec: {knowledgeBases: [faq]}
            ---
            apiVersion: kefu.io/v1
            kind: KnowledgeBase
            metadata: {name: faq}
            spec:
              entries:
                - {ask: [How long does delivery take?], answer: Two days.}
                - {ask: [Where is my parcel?], answer: On its way.}
            ---
            apiVersion: kefu.io/v1
            kind: StoragePolicy
            metadata: {name: default}
            spec:
              warm: {engine: mysql, url: "jdbc:mysql://db.example.com:3306/kefu", user: kefu, password: s3cr3t-of-the-test}
            """;

    private static final String STATUS = """
            {"version": "0.1.0", "uptime_seconds": 172800, "health": "healthy", "problems": [], "overloaded": false,
             "config": {"revision": "REVISION"}, "sockets": {"path": "loops", "why": "they work"},
             "channels": [{"name": "web"}], "conversations": {"queued": 0}, "agents": {"online": 1},
             "figures": {"heartbeat_timeout_rate": 0.01, "e2e_ms": {"visitor_to_agent": {"p99": 9}, "agent_to_visitor": {"p99": 8}}}}
            """;

    private static final String STORAGE = """
            {"tiers": [{"name": "warm", "engine": "mysql", "version": "8.4.6", "available": true, "lag_seconds": 0.1,
                        "set_aside": 0, "missed": 0}],
             "disagreeing": [], "changes": [], "left": [], "erasures": {"pending": 0},
             "files": {"engine": "disk", "available": true, "reason": ""}}
            """;

    private static final String INSIDE = """
            {"at": "NOW", "pid": 42, "heap": {"max_bytes": 1073741824, "after_collection_bytes": 104857600}, "threads": 40,
             "files": {"open": 100, "max": 1048576}, "logged_last_hour": {"errors": 0, "warnings": 2},
             "agents_without_password": [], "channels_last_used": {"web": "NOW"}, "last_backup": {"at": "NOW"}}
            """;

    Scenery(Path data) throws IOException {
        this.data = Files.createDirectories(data);
        this.inside = INSIDE.replace("NOW", host.now.toString());
        permit(data, "rwx------");
        put("admin.token", "t", "rw-------");
        put("run.json", "{\"pid\": 42}", "rw-------");
        put("journal/journal.db", "x".repeat(64), "rw-------");
        host.files.put("/proc/42", "");
        host.files.put("/proc/42/limits", host.files.get("/proc/self/limits"));
        host.files.put("/proc/42/cgroup", host.files.get("/proc/self/cgroup"));
        Path key = data.resolveSibling("own.key");
        Files.writeString(key, Files.readString(PEM.resolve("own.key")));
        permit(key, "rw-r-----");
        config = config.replace("CHAIN", PEM.resolve("chain.pem").toString()).replace("KEY", key.toString());
    }

    void put(String name, String text, String permissions) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        permit(file, permissions);
    }

    void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    void file(String path, String text) {
        host.files.put(path, text);
        host.files.computeIfPresent(path.replace("/proc/self/", "/proc/42/"), (_, _) -> text);
    }

    void config(UnaryOperator<String> change) {
        config = change.apply(config);
    }

    Scene scene() throws IOException {
        Path folder = Files.createDirectories(data.resolveSibling("etc"));
        Files.writeString(folder.resolve("all.yaml"), config);
        Optional<Documents> documents = Optional.empty();
        List<Problem> problems = List.of();
        try {
            documents = Optional.of(new ConfigLoader(Kinds.ALL).load(folder));
        } catch (InvalidConfigException e) {
            problems = e.problems();
        }
        String revision = documents.map(Documents::revision).orElse("none");
        Optional<ServerFacts> server = Optional.of(new ServerFacts(
                        42,
                        "0.1.0",
                        json(status.replace("REVISION", revision)),
                        json(storage),
                        json(holds),
                        json(inside)))
                .filter(_ -> runs);
        return new Scene(host, data, Optional.of(folder), documents, problems, server, hostname);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
