package io.kefu.kefuctl.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.testing.Customer;
import io.kefu.kefuctl.testing.Run;
import io.kefu.server.app.Server;
import io.kefu.server.app.ServerOptions;
import io.kefu.server.app.StartFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The commands against a server that runs. */
class ConfigServerTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path root;

    private Server server;

    @BeforeEach
    void start() throws StartFailure {
        Run.of("config", "init", config());
        server = Server.start(new ServerOptions(
                Path.of(config()),
                Optional.of(root.resolve("data")),
                Optional.of(0),
                Optional.of(0),
                Optional.of("127.0.0.1"),
                false,
                false,
                Optional.of("correct horse battery")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String config() {
        return root.resolve("checkout/config").toString();
    }

    private Run run(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--data", root.resolve("data").toString()))
                .toArray(String[]::new));
    }

    private void group(String title) throws IOException {
        Files.writeString(
                Path.of(config(), "night.yaml"),
                "apiVersion: kefu.io/v1\nkind: Group\nmetadata: {name: night}\nspec: {title: " + title + "}\n");
    }

    private String publicUrl() throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(root.resolve("data/run.json")))
                .path("public_url")
                .asString();
    }

    private String status() {
        return run("status", "-o", "json").out();
    }

    @Test
    void a_change_is_planned_applied_told_and_taken_back() throws IOException {
        assertThat(run("config", "drift", config()).exit()).isZero();
        group("Night");
        assertThat(run("config", "drift", config()).exit()).isEqualTo(3);
        assertThat(run("config", "plan", config()).out())
                .contains("+ Group night", "1 to add, 0 to change, 0 to remove");
        Run applied = run("config", "apply", config(), "--yes", "-m", "night shift");
        assertThat(applied.exit()).as(applied.err()).isZero();
        assertThat(applied.out()).contains("applied: revision ");
        assertThat(run("config", "history").out()).contains("night shift", "the first start");
        assertThat(run("config", "diff").out()).contains("+ Group night");
        assertThat(run("config", "apply", config(), "--yes").out()).contains("nothing differs", "in force already");
        assertThat(run("config", "rollback", "previous", "--yes").exit()).isZero();
        assertThat(run("config", "diff", "current", config()).out()).contains("+ Group night");
        assertThat(run("config", "rollback", "ffff0000", "--yes").err()).contains("no revision that is kept");
    }

    @Test
    void a_trial_is_told_and_confirmed() throws IOException {
        group("Night");
        assertThat(run("config", "apply", config(), "--yes", "--try", "1h").out())
                .contains("to keep it: kefuctl config confirm");
        assertThat(status()).contains("\"back_to\"");
        group("Later");
        assertThat(run("config", "apply", config(), "--yes").exit()).isEqualTo(7);
        assertThat(run("config", "confirm").out()).startsWith("kept: revision ");
        assertThat(run("config", "confirm").exit()).isEqualTo(1);
    }

    private ConfigSync sync(ByteArrayOutputStream log) {
        return sync(log, Clock.systemUTC());
    }

    private ConfigSync sync(ByteArrayOutputStream log, InstantSource clock) {
        return new ConfigSync(
                new DirectorySource(Path.of(config())),
                () -> new ConfigApi(new AdminApi(root.resolve("data"))),
                new PrintStream(log, true, StandardCharsets.UTF_8),
                clock);
    }

    private static Optional<ExitCode> settled(ConfigSync sync) throws InterruptedException {
        assertThat(sync.look())
                .as("what has just changed is looked at again first")
                .isEmpty();
        return sync.look();
    }

    @Test
    void a_checkout_is_followed_and_what_does_not_hold_leaves_the_last_good_in_force()
            throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("checkout/.git/refs/heads"));
        Files.writeString(root.resolve("checkout/.git/HEAD"), "ref: refs/heads/main\n");
        Files.writeString(root.resolve("checkout/.git/refs/heads/main"), COMMIT + "\n");
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        ConfigSync sync = sync(log);
        group("Night");
        assertThat(settled(sync)).contains(ExitCode.OK);
        assertThat(status()).contains("\"commit\" : \"" + COMMIT + "\"", "\"health\" : \"healthy\"");
        assertThat(sync.look()).isEmpty();

        Files.writeString(Path.of(config(), "night.yaml"), "kind: Grup\n");
        assertThat(settled(sync)).contains(ExitCode.BAD_CONFIGURATION);
        assertThat(status()).contains("\"health\" : \"degraded\"", "is not in force, the last good configuration is");
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("not applied, the last good");

        group("Late night");
        assertThat(settled(sync)).contains(ExitCode.OK);
        assertThat(status()).contains("\"health\" : \"healthy\"");
        assertThat(run("config", "history").out()).contains("sync of commit 0123456");
    }

    @Test
    void what_an_operator_rolls_back_stays_until_the_directory_changes() throws IOException, InterruptedException {
        ConfigSync sync = sync(new ByteArrayOutputStream());
        group("Night");
        assertThat(settled(sync)).contains(ExitCode.OK);
        assertThat(run("config", "rollback", "previous", "--yes").exit()).isZero();
        assertThat(sync.look()).isEmpty();
        assertThat(run("config", "drift", config()).exit()).isEqualTo(3);
        group("Later");
        assertThat(settled(sync)).contains(ExitCode.OK);
        assertThat(run("config", "drift", config()).exit()).isZero();
    }

    @Test
    void what_the_server_refuses_is_still_told_when_it_is_told_again() throws Exception {
        AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
        ConfigSync sync = sync(new ByteArrayOutputStream(), time::get);
        try (Customer visitor = Customer.of(publicUrl())) {
            assertThat(visitor.say("1", "hello").has("ack")).isTrue();
            Path channel = Path.of(config(), "channel.yaml");
            Files.writeString(channel, Files.readString(channel).replace("name: web", "name: other"));
            assertThat(settled(sync)).contains(ExitCode.FAILED);
            assertThat(status()).contains("say --prune to take it out");
            time.updateAndGet(now -> now.plusSeconds(90));
            assertThat(sync.look()).isEmpty();
            assertThat(status()).contains("say --prune to take it out");
        }
    }

    @Test
    void sync_once_ends_when_what_is_there_is_in_force() throws IOException {
        group("Night");
        assertThat(run("sync", config(), "--once").exit()).isZero();
        assertThat(run("config", "drift", config()).exit()).isZero();
    }

    @Test
    void a_replay_of_no_conversation_and_an_unknown_one_are_told() {
        assertThat(run("route", "replay", config()).out()).contains("0 of 0 conversations");
        assertThat(run("route", "explain", "nobody").exit()).isEqualTo(1);
    }
}
