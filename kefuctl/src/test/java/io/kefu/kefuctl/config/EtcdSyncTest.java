package io.kefu.kefuctl.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.etcd.Endpoints;
import io.kefu.kefuctl.etcd.Etcd;
import io.kefu.kefuctl.etcd.Prefix;
import io.kefu.kefuctl.testing.Certificate;
import io.kefu.kefuctl.testing.Run;
import io.kefu.kefuctl.testing.TestEtcd;
import io.kefu.server.app.Server;
import io.kefu.server.app.ServerOptions;
import io.kefu.server.app.StartFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that follows a prefix of a real etcd. */
class EtcdSyncTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static TestEtcd etcd;

    @TempDir
    Path root;

    private String prefix;
    private Server server;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Optional<Thread> following = Optional.empty();

    @BeforeAll
    static void startEtcd() {
        etcd = TestEtcd.start();
    }

    @AfterAll
    static void stopEtcd() {
        etcd.close();
    }

    @BeforeEach
    void start(TestInfo test) throws StartFailure, IOException {
        prefix = "/kefu/" + test.getTestMethod().orElseThrow().getName();
        Run.of("config", "init", root.resolve("config").toString());
        etcd.putFiles(prefix, root.resolve("config"));
        server = Server.start(new ServerOptions(
                root.resolve("config"),
                Optional.of(root.resolve("data")),
                Optional.of(0),
                Optional.of(0),
                Optional.of("127.0.0.1"),
                false,
                false,
                Optional.of("correct horse battery")));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (following.isPresent()) {
            following.get().interrupt();
            following.get().join();
        }
        server.close();
    }

    /** Follows the prefix as {@code kefuctl sync} does, until the test ends. */
    private void follow() {
        ConfigSync sync = sync();
        following = Optional.of(Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    sync.look();
                    source.await(Duration.ofSeconds(1));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private ConfigSource source;

    private ConfigSync sync() {
        Endpoints endpoints = new Endpoints(List.of(URI.create(etcd.endpoint())), Optional.empty(), Optional.empty());
        source = new EtcdSource(
                new Prefix(prefix), new Etcd(endpoints, Optional.empty()), new KeyFiles(root.resolve("data")));
        return new ConfigSync(
                source,
                () -> new ConfigApi(new AdminApi(root.resolve("data"))),
                new PrintStream(log, true, StandardCharsets.UTF_8),
                Clock.systemUTC());
    }

    private String logged() {
        return log.toString(StandardCharsets.UTF_8);
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(logged()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private Run run(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--data", root.resolve("data").toString()))
                .toArray(String[]::new));
    }

    private Run sync(String... more) {
        List<String> command = new ArrayList<>(List.of("sync", "etcd:" + prefix, "--once"));
        command.addAll(List.of(more));
        return run(command.toArray(String[]::new));
    }

    private JsonNode config() {
        return JsonMapper.shared().readTree(run("status", "-o", "json").out()).path("config");
    }

    private List<JsonNode> history() {
        JsonNode items = JsonMapper.shared()
                .readTree(run("config", "history", "-o", "json").out())
                .path("items");
        return items.valueStream().toList();
    }

    private static String group(String name, String more) {
        return "apiVersion: kefu.io/v1\nkind: Group\nmetadata: {name: " + name + "}\nspec: {title: " + name + more
                + "}\n";
    }

    @Test
    void what_a_prefix_says_is_applied_and_history_and_status_name_it_with_its_revision() throws IOException {
        long revision = etcd.put(prefix + "/groups/night.yaml", group("night", ""));
        Run synced = sync("--endpoint", etcd.endpoint());
        assertThat(synced.exit()).as(synced.err()).isZero();
        String source = "etcd:" + prefix + "@" + revision;
        assertThat(synced.err()).contains("in force: revision ", " of " + source);
        assertThat(config().path("source").asString()).isEqualTo(source);
        assertThat(run("status").out()).contains("source  etcd:/kefu/");
        assertThat(run("config", "history").out()).contains("etcd@" + revision);
        assertThat(run("config", "history", "-o", "wide").out()).contains(source);
        assertThat(run("config", "diff").out()).contains("+ Group night");
        Path laidOut = root.resolve("data/synced/" + revision);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(laidOut)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(laidOut.resolve("groups/night.yaml"))))
                .isEqualTo("rw-------");

        Files.setLastModifiedTime(
                laidOut, FileTime.from(Instant.now().minus(Duration.ofHours(1)))); // no sync is about to need it
        long elsewhere = etcd.put("/another/key", "");
        assertThat(sync("--endpoint", etcd.endpoint()).exit()).isZero();
        assertThat(history()).as("the same words at a later revision of etcd").hasSize(2);
        assertThat(root.resolve("data/synced/" + elsewhere)).exists();
        assertThat(laidOut).as("what is no longer needed").doesNotExist();
    }

    @Test
    void a_directory_that_says_the_same_leaves_the_place_to_etcd() {
        assertThat(sync("--endpoint", etcd.endpoint()).exit()).isZero();
        assertThat(config().path("source").asString()).startsWith("etcd:" + prefix + "@");
    }

    @Test
    void what_changes_in_one_transaction_comes_into_force_as_one_revision() throws InterruptedException {
        follow();
        until(() -> logged().contains("in force"));
        int before = history().size();
        long revision = etcd.putAll(Map.of(
                prefix + "/a-first.yaml", group("first", ", overflow: second"),
                prefix + "/z/second.yaml", group("second", "")));
        until(() -> logged().contains("@" + revision));
        assertThat(history()).hasSize(before + 1);
        assertThat(history().getFirst().path("source").asString()).isEqualTo("etcd:" + prefix + "@" + revision);
        etcd.delete(prefix + "/z/second.yaml");
        until(() -> logged().contains("not applied"));
        assertThat(config().path("source").asString()).isEqualTo("etcd:" + prefix + "@" + revision);
    }

    @Test
    void an_invalid_value_leaves_the_last_good_in_force_and_names_the_key() throws InterruptedException {
        follow();
        until(() -> logged().contains("in force"));
        String good = config().path("revision").asString();
        etcd.put(prefix + "/groups/night.yaml", group("night", ", stratgy: sticky"));
        until(() -> config().path("sync").path("error").asString("").contains("stratgy"));
        String key = "etcd:" + prefix + "/groups/night.yaml:4:";
        assertThat(config().path("sync").path("error").asString()).contains(key, "write `strategy`");
        assertThat(logged()).contains("not applied, the last good configuration stays in force: " + key);
        assertThat(config().path("revision").asString()).isEqualTo(good);
        assertThat(run("status").exit()).isEqualTo(4);

        etcd.put(prefix + "/groups/../night.yaml", "");
        until(() -> logged().contains("groups/../night.yaml  is no path of a file"));
        etcd.delete(prefix + "/groups/../night.yaml");
        etcd.put(prefix + "/groups/night.yaml", group("night", ", strategy: sticky"));
        until(() -> run("status").exit() == 0);
        assertThat(config().path("revision").asString()).isNotEqualTo(good);
    }

    @Test
    void etcd_that_is_killed_is_waited_for_and_told_once() throws InterruptedException {
        follow();
        until(() -> logged().contains("in force"));
        assertThat(run("config", "history").exit()).isZero();
        etcd.kill();
        try {
            until(() -> config().path("sync").path("error").asString("").contains("cannot be reached"));
            Thread.sleep(4_000); // several more attempts
        } finally {
            etcd.startAgain(); // the other tests' too
        }
        until(() -> logged().contains("can be read again"));
        assertThat(logged().split("cannot be reached", -1)).as(logged()).hasSize(2);
        assertThat(config().path("sync").path("error").asString()).isEmpty();
        long revision = etcd.put(prefix + "/groups/night.yaml", group("night", ""));
        until(() -> logged().contains("@" + revision));
    }

    @Test
    void what_an_operator_rolls_back_stays_also_when_etcd_was_away_meanwhile() throws InterruptedException {
        etcd.put(prefix + "/groups/night.yaml", group("night", ""));
        follow();
        until(() -> logged().contains("in force"));
        assertThat(run("config", "rollback", "previous", "--yes").exit()).isZero();
        String rolledBack = config().path("revision").asString();
        etcd.kill();
        try {
            until(() -> logged().contains("cannot be reached"));
        } finally {
            etcd.startAgain();
        }
        etcd.put("/another/key", "");
        until(() -> logged().contains("can be read again"));
        assertThat(config().path("revision").asString()).isEqualTo(rolledBack);
        etcd.put(prefix + "/groups/late.yaml", group("late", ""));
        until(() -> !config().path("revision").asString().equals(rolledBack));
    }

    @Test
    void what_etcd_has_compacted_is_read_anew() throws InterruptedException {
        ConfigSync sync = sync();
        sync.look();
        long revision = etcd.put(prefix + "/groups/night.yaml", group("night", ""));
        etcd.compact(etcd.put("/another/key", ""));
        source.await(Duration.ofSeconds(30));
        sync.look();
        assertThat(config().path("source").asString()).startsWith("etcd:" + prefix + "@");
        assertThat(Long.parseLong(config().path("source").asString().replaceFirst("^.*@", "")))
                .isGreaterThan(revision);
        assertThat(run("config", "diff").out()).contains("+ Group night");
    }

    @Test
    void a_prefix_without_a_configuration_is_refused() {
        String before = config().path("revision").asString();
        prefix = "/kefu/nothing";
        Run run = sync("--endpoint", etcd.endpoint());
        assertThat(run.exit()).isEqualTo(78);
        assertThat(run.err()).contains("no key under etcd:/kefu/nothing ends with .yaml");
        assertThat(config().path("revision").asString()).isEqualTo(before);
    }

    @Test
    void who_etcd_does_not_know_and_who_does_not_know_etcd_is_told_so() throws Exception {
        Certificate its = Certificate.in(Files.createDirectories(root.resolve("its")));
        Certificate own = Certificate.in(Files.createDirectories(root.resolve("own")), "O=kefu");
        String secret = "a horse: correct";
        Path login = Files.writeString(root.resolve("login"), "kefu:" + secret + "\n");
        Path wrong = Files.writeString(root.resolve("wrong"), "kefu:guessed\n");
        try (TestEtcd guarded = TestEtcd.start()) {
            guarded.putFiles(prefix, root.resolve("config"));
            guarded.askForPasswords("kefu", secret, prefix);
            Run nobody = sync("--endpoint", guarded.endpoint());
            assertThat(nobody.exit()).isEqualTo(1);
            assertThat(nobody.err()).contains("user name is empty", "--login-file");
            Run guessed = sync("--endpoint", guarded.endpoint(), "--login-file", wrong.toString());
            assertThat(guessed.exit()).isEqualTo(1);
            assertThat(guessed.err())
                    .contains("refused: ", "authentication failed")
                    .doesNotContain("guessed");
            String right = prefix;
            prefix = "/kefu";
            assertThat(sync("--endpoint", guarded.endpoint(), "--login-file", login.toString())
                            .err())
                    .contains("permission denied", "etcdctl role grant-permission");
            prefix = right;

            guarded.speakTls(its, own);
            String secure = guarded.endpoint().replace("http:", "https:");
            Run untrusted = sync("--endpoint", secure, "--login-file", login.toString());
            assertThat(untrusted.exit()).isEqualTo(69);
            assertThat(untrusted.err()).contains("do not trust each other", "--ca");
            Run unknown = sync(
                    "--endpoint",
                    secure,
                    "--login-file",
                    login.toString(),
                    "--ca",
                    its.chain().toString());
            assertThat(unknown.exit()).as(unknown.err()).isEqualTo(69);
            Run trusted = sync(
                    "--endpoint",
                    "https://127.0.0.1:1," + secure,
                    "--login-file",
                    login.toString(),
                    "--ca",
                    its.chain().toString(),
                    "--cert",
                    own.chain().toString(),
                    "--key",
                    own.key().toString());
            assertThat(trusted.exit()).as(trusted.err()).isZero();
            assertThat(trusted.err() + run("status", "-o", "json").out()).doesNotContain(secret);
        }
    }

    @Test
    void what_cannot_be_meant_is_refused_before_anything_is_asked() {
        Path file = root.resolve("config");
        assertThat(Run.of("sync", file.toString(), "--endpoint", "http://127.0.0.1:2379")
                        .err())
                .contains("a directory is followed");
        assertThat(Run.of("sync", "etcd:shop").exit()).isEqualTo(2);
        assertThat(Run.of("sync", "etcd:/a", "--endpoint", "127.0.0.1:2379").exit())
                .isEqualTo(2);
        for (String inUrl : List.of(
                "https://me:hidden@etcd:2379",
                "https://me:hidden@my_host:2379",
                "me:hidden@etcd:2379",
                "http://me:hidd%en@etcd:2379",
                "http://me:hidden word@etcd:2379")) {
            Run run = Run.of("sync", "etcd:/a", "--endpoint", inUrl);
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).contains("--endpoint").doesNotContain("hidd");
        }
        assertThat(Run.of("sync", "etcd:/a", "--endpoint", "http://etcd.example.com:2379", "--login-env", "PATH")
                        .err())
                .contains("would travel in clear");
        assertThat(Run.of("sync", "etcd:/a", "--login-env", "KEFU_NOT_SET").err())
                .contains("the variable KEFU_NOT_SET holds no login");
        assertThat(Run.of("sync", "etcd:/a", "--cert", "a.pem").exit()).isEqualTo(2);
        assertThat(Run.of("sync", "etcd:/a", "--login-env", "A", "--login-file", "b")
                        .exit())
                .isEqualTo(2);
    }
}
