package io.kefu.kefuctl.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.testing.Child;
import io.kefu.kefuctl.testing.Customer;
import io.kefu.kefuctl.testing.Distribution;
import io.kefu.kefuctl.testing.Run;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code kefuctl up} as a process of its own, its supervisor included. */
class UpTest {

    @TempDir
    static Path shared;

    private static Distribution kefuctl;

    @TempDir
    Path folder;

    @BeforeAll
    static void distribution() throws Exception {
        kefuctl = Distribution.in(shared.resolve("dist"));
    }

    private Child up(Path data, String... more) throws Exception {
        return up(Map.of(), data, more);
    }

    private static Child up(Map<String, String> environment, Path data, String... more) throws Exception {
        String[] free = {"up", "--data", data.toString(), "--port", "0", "--admin-port", "0"};
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(free), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return kefuctl.start(environment, all);
    }

    private static Run run(Map<String, String> environment, String... arguments) throws Exception {
        try (Child child = kefuctl.start(environment, arguments)) {
            child.type("");
            int exit = child.exit();
            return new Run(exit, child.out(), child.err());
        }
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void the_first_start_says_all_that_a_newcomer_needs_and_a_signal_ends_it_with_0() throws Exception {
        Path data = folder.resolve("data");
        try (Child up = up(data)) {
            JsonNode run = up.awaitReady(data);
            assertThat(run.propertyNames())
                    .containsExactlyInAnyOrder("pid", "public_url", "admin_url", "demo_url", "console_url");
            String url = run.path("public_url").asString();
            Child.until("what it prints", () -> up.out().contains("Ctrl-C"));
            assertThat(up.out()).contains(run.path("demo_url").asString(), url + "/console/");
            Matcher password = Pattern.compile("sign in +admin / (\\S+)\n").matcher(up.out());
            assertThat(password.find()).isTrue();
            assertThat(Customer.signsIn(url, password.group(1))).isTrue();
            assertThat(Customer.signsIn(url, password.group(1) + "x")).isFalse();
            assertThat(data.resolve("config/server.yaml")).exists();
            assertThat(Files.getPosixFilePermissions(data)).hasSize(3);
            assertThat(up.err().lines())
                    .as("nothing but what matters")
                    .containsExactly(
                            "kefuctl: starting Java and a new server, which takes some seconds, on a busy machine half a minute",
                            "wrote a small configuration to " + data.resolve("config"));

            a_second_start_there_is_refused(data, run);
            a_start_on_its_port_is_refused(run);
            the_commands_reach_it(data, url);

            assertThat(up.terminated()).isZero();
            assertThat(data.resolve("run.json")).doesNotExist();
            assertThat(lives(run.path("pid").asLong())).isFalse();
        }
        Run status = run(Map.of(), "status", "--data", data.toString());
        assertThat(status.exit()).isEqualTo(69);
    }

    private void a_second_start_there_is_refused(Path data, JsonNode first) throws Exception {
        try (Child second = up(data)) {
            assertThat(second.exit()).isEqualTo(6);
            String pid = first.path("pid").asString();
            assertThat(second.err())
                    .startsWith("kefuctl: error: the data directory is in use: process " + pid + " holds " + data)
                    .contains("\n  try: kill " + pid);
        }
        Path config = data.resolve("config");
        Path elsewhere = Files.move(config, folder.resolve("elsewhere"));
        try (Child third = up(data)) {
            assertThat(third.exit()).isEqualTo(6);
            assertThat(third.err())
                    .contains("kefuctl: error: the data directory is in use: a server with another configuration");
            assertThat(config).as("beside a server that has one of its own").doesNotExist();
        }
        Files.move(elsewhere, config);
        String ready = first.path("admin_url").asString() + "/readyz";
        assertThat(Customer.get(ready, null).statusCode()).isEqualTo(200);
        assertThat(data.resolve("run.json"))
                .content()
                .contains(first.path("pid").asString());
    }

    private void a_start_on_its_port_is_refused(JsonNode first) throws Exception {
        String port = first.path("public_url").asString().replaceFirst(".*:", "");
        Path other = folder.resolve("other");
        Run run = run(Map.of(), "up", "--data", other.toString(), "--port", port, "--admin-port", "0");
        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.err())
                .contains("kefuctl: error: cannot listen on 127.0.0.1:" + port, "Address already in use")
                .contains("\n  try: ", "--port 0");
        assertThat(other.resolve("run.json")).doesNotExist();
    }

    private void the_commands_reach_it(Path data, String url) throws Exception {
        Run table = run(Map.of(), "status", "--data", data.toString());
        assertThat(table.exit()).as(table.err()).isZero();
        assertThat(table.out()).contains("healthy", url, "warm   sqlite");
        Run json = run(Map.of(), "status", "-o", "json", "--data", data.toString());
        assertThat(json.out()).contains("\"kind\" : \"Status\"", "\"health\" : \"healthy\"");

        try (Child passwd = kefuctl.start("agent", "passwd", "admin", "--data", data.toString())) {
            passwd.type("a password of my own\n");
            assertThat(passwd.exit()).as(passwd.err()).isZero();
        }
        assertThat(Customer.signsIn(url, "a password of my own")).isTrue();

        Path channel = data.resolve("config/channel.yaml");
        Files.writeString(channel, Files.readString(channel).replace("Chat with us", "Talk to us"));
        String config = data.resolve("config").toString();
        Run apply = run(Map.of(), "config", "apply", config, "--data", data.toString(), "--yes");
        assertThat(apply.exit()).as(apply.err()).isZero();
        HttpResponse<String> widget = Customer.get(url + "/api/v1/channels/web/widget", null);
        assertThat(widget.body()).contains("Talk to us");
    }

    @Test
    void a_killed_server_ends_up_with_137_and_the_next_start_goes_on_where_it_was() throws Exception {
        Path data = folder.resolve("data");
        Map<String, String> password = Map.of("KEFU_ADMIN_PASSWORD", "given by the environment");
        String conversation;
        try (Child up = up(password, data)) {
            JsonNode run = up.awaitReady(data);
            assertThat(Customer.signsIn(run.path("public_url").asString(), "given by the environment"))
                    .isTrue();
            try (Customer visitor = Customer.of(run.path("public_url").asString())) {
                JsonNode ack = visitor.say("1", "acknowledged before the kill").path("ack");
                conversation = ack.path("conversation_id").asString();
                assertThat(ack.path("seq").asInt()).isEqualTo(1);
            }
            assertThat(new ProcessBuilder("sh", "-c", "kill -KILL " + run.path("pid"))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(up.exit()).isEqualTo(137);
        }
        try (Child up = up(data)) {
            JsonNode run = up.awaitReady(data, killed(data));
            String url = run.path("public_url").asString();
            Child.until("what it prints", () -> up.out().contains("Ctrl-C"));
            assertThat(up.out()).contains("as set before").doesNotContain("given by the environment");
            assertThat(Customer.signsIn(url, "given by the environment")).isTrue();
            String token = Customer.json(Customer.post(
                            url + "/api/v1/sessions",
                            Map.of("username", "admin", "password", "given by the environment")))
                    .path("token")
                    .asString();
            assertThat(Customer.get(url + "/api/v1/conversations/" + conversation + "/messages", token)
                            .body())
                    .contains("acknowledged before the kill");

            the_demo_page_kills_it_and_it_comes_back_where_it_was(up, data, run);
        }
    }

    /** The process of the run that left its file behind. */
    private static long killed(Path data) throws Exception {
        Matcher pid = Pattern.compile("\"pid\":(\\d+)").matcher(Files.readString(data.resolve("run.json")));
        return pid.find() ? Long.parseLong(pid.group(1)) : 0;
    }

    private void the_demo_page_kills_it_and_it_comes_back_where_it_was(Child up, Path data, JsonNode first)
            throws Exception {
        String url = first.path("public_url").asString();
        assertThat(Customer.post(url + "/demo/kill", Map.of(), "Origin", "http://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
        long pid = first.path("pid").asLong();
        try {
            Customer.post(url + "/demo/kill", Map.of(), "Origin", url);
        } catch (java.io.IOException e) {
            // It may be dead before it has answered.
            assertThat(e).isNotNull();
        }
        JsonNode again = up.awaitReady(data, pid);
        assertThat(again.path("public_url")).isEqualTo(first.path("public_url"));
        assertThat(again.path("admin_url")).isEqualTo(first.path("admin_url"));

        long server = again.path("pid").asLong();
        up.process().destroyForcibly();
        Child.until("the server to follow its supervisor", () -> !lives(server));
    }

    /** As a kill leaves it between the moves of a restore into a directory that was there. */
    @Test
    void the_configuration_that_a_killed_restore_had_still_to_move_is_the_one_that_is_used() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path scratch = Files.createDirectory(data.resolve(".data.restoring1"));
        Files.writeString(scratch.resolve("lock"), "1");
        String config = scratch.resolve("whole/config").toString();
        assertThat(run(Map.of(), "config", "init", config).exit()).isZero();
        Path channel = scratch.resolve("whole/config/channel.yaml");
        Files.writeString(channel, Files.readString(channel).replace("Chat with us", "As it was restored"));
        try (Child up = up(data)) {
            String url = up.awaitReady(data).path("public_url").asString();
            assertThat(scratch).doesNotExist();
            assertThat(up.err()).doesNotContain("wrote a small configuration");
            assertThat(Customer.get(url + "/api/v1/channels/web/widget", null).body())
                    .contains("As it was restored");
        }
    }

    @Test
    void a_configuration_that_does_not_hold_is_told_whole() throws Exception {
        Path config = Files.createDirectories(folder.resolve("data/config"));
        Files.writeString(config.resolve("a.yaml"), """
                apiVersion: kefu.io/v1
                kind: Server
                metadata: {name: kefu}
                spec: {heartbeet: 25s, limits: {connections: -1}}
                """);
        Run run = run(Map.of(), "up", "--data", folder.resolve("data").toString());
        assertThat(run.exit()).isEqualTo(78);
        assertThat(run.err())
                .contains("a.yaml:4:8", "heartbeat", "a.yaml:4:", "connections", "problems")
                .contains("\n  try: mend it, then check it: kefuctl config validate " + config);
    }

    @Test
    void a_directory_that_cannot_be_written_is_told_with_a_remedy() throws Exception {
        // Not even root may write there.
        Run run = run(Map.of(), "up", "--data", "/proc/kefu");
        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.err()).contains("kefuctl: error: cannot write /proc/kefu", "\n  try: ", "--data DIR");
    }

    @Test
    void what_the_environment_says_wrongly_is_a_usage_error_and_changes_nothing() throws Exception {
        Path data = folder.resolve("data");
        Run password = run(Map.of("KEFU_ADMIN_PASSWORD", "short"), "up", "--data", data.toString());
        assertThat(password.exit()).isEqualTo(2);
        assertThat(password.err())
                .contains("KEFU_ADMIN_PASSWORD has not 8 to 256")
                .doesNotContain("short");
        Run level = run(Map.of("KEFU_LOG", "loud"), "up", "--data", data.toString());
        assertThat(level.exit()).isEqualTo(2);
        assertThat(data).doesNotExist();
    }

    @Test
    void serve_runs_a_configuration_logs_a_line_an_event_and_drains_at_a_signal() throws Exception {
        Path config = folder.resolve("config");
        assertThat(run(Map.of(), "config", "init", config.toString()).exit()).isZero();
        Path server = config.resolve("server.yaml");
        Files.writeString(server, Files.readString(server).replaceAll("port: \\d+", "port: 0"));
        Path data = folder.resolve("var");
        try (Child serve = kefuctl.start("serve", "-c", config.toString(), "--data", data.toString())) {
            JsonNode run = serve.awaitReady(data);
            assertThat(run.path("demo_url").isNull()).isTrue();
            assertThat(run.path("pid").asLong()).isEqualTo(serve.process().pid());
            Child.until("what it prints", () -> serve.err().contains("kefu is ready"));
            assertThat(serve.err()).contains("to have one: kefuctl agent passwd admin --generate");
            assertThat(serve.err().lines().filter(line -> line.contains("level=")))
                    .isNotEmpty()
                    .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z level=info from=\\S+ .+"));
            assertThat(serve.out()).isEmpty();
            assertThat(serve.terminated()).isZero();
            assertThat(data.resolve("run.json")).doesNotExist();
        }
    }

    @Test
    void a_log_never_holds_a_password() throws Exception {
        Path config = folder.resolve("config");
        assertThat(run(Map.of(), "config", "init", config.toString()).exit()).isZero();
        Path server = config.resolve("server.yaml");
        Files.writeString(server, Files.readString(server).replaceAll("port: \\d+", "port: 0"));
        Path data = folder.resolve("var");
        String secret = "correct horse battery";
        try (Child serve = kefuctl.start(
                Map.of("KEFU_ADMIN_PASSWORD", secret), "serve", "-c", config.toString(), "--data", data.toString())) {
            serve.awaitReady(data);
            Child.until("what it prints", () -> serve.err().contains("kefu is ready"));
            assertThat(serve.terminated()).isZero();
            assertThat(serve.err() + serve.out()).doesNotContain(secret).doesNotContain("password");
        }
    }

    @Test
    void a_signal_during_the_start_ends_it_with_0_too() throws Exception {
        Path data = folder.resolve("data");
        try (Child up = up(data)) {
            Child.until("the start of the server", () -> Files.exists(data.resolve("config")));
            assertThat(up.terminated()).isZero();
        }
    }
}
