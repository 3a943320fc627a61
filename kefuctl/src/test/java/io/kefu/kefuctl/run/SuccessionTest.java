package io.kefu.kefuctl.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.testing.Certificate;
import io.kefu.kefuctl.testing.Child;
import io.kefu.kefuctl.testing.Customer;
import io.kefu.kefuctl.testing.Distribution;
import io.kefu.kefuctl.testing.Run;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server and its successor, each a process of its own, of which one is killed on the way. */
@Timeout(300)
class SuccessionTest {

    @TempDir
    static Path shared;

    private static Distribution kefuctl;

    @TempDir
    Path folder;

    private Path config;
    private Path data;

    @BeforeAll
    static void distribution() throws IOException {
        kefuctl = Distribution.in(shared.resolve("dist"));
    }

    @BeforeEach
    void configure() throws IOException {
        config = folder.resolve("config");
        data = folder.resolve("var");
        assertThat(Run.of("config", "init", config.toString()).exit()).isZero();
        Path server = config.resolve("server.yaml");
        Files.writeString(server, Files.readString(server).replaceAll("port: \\d+", "port: 0"));
    }

    private Child serve(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "-c", config.toString(), "--data", data.toString()));
        arguments.addAll(List.of(more));
        return kefuctl.start(arguments.toArray(String[]::new));
    }

    private static int readyStatus(JsonNode run) {
        try {
            HttpResponse<String> answer = Customer.get(run.path("admin_url").asString() + "/readyz", null);
            return answer.statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void a_successor_takes_the_place_and_the_address_and_the_server_before_ends_with_0() throws Exception {
        try (Child first = serve()) {
            JsonNode before = first.awaitReady(data);
            String url = before.path("public_url").asString();
            try (Customer customer = Customer.of(url)) {
                assertThat(customer.say("m1", "before").has("ack")).isTrue();
            }
            try (Child second = serve("--take-over")) {
                JsonNode after = second.awaitReady(data, before.path("pid").asLong());
                assertThat(first.exit()).as(first.err()).isZero();
                assertThat(after.path("public_url").asString()).isEqualTo(url);
                assertThat(after.path("pid").asLong())
                        .isEqualTo(second.process().pid());
                try (Customer customer = Customer.of(url)) {
                    assertThat(customer.say("m1", "after").has("ack")).isTrue();
                }
                assertThat(second.terminated()).isZero();
                assertThat(data.resolve("run.json")).doesNotExist();
            }
        }
    }

    @Test
    void who_asks_for_the_status_meanwhile_is_answered_every_time() throws Exception {
        try (Child first = serve()) {
            JsonNode before = first.awaitReady(data);
            try (Child second = serve("--take-over")) {
                List<Run> failed = new ArrayList<>();
                Child.until("a server that has taken over", () -> {
                    Run status = Run.of("status", "--data", data.toString());
                    if (status.exit() == 69) {
                        failed.add(status);
                    }
                    return pid() == second.process().pid();
                });
                assertThat(failed).isEmpty();
                assertThat(before.path("pid").asLong()).isNotEqualTo(pid());
            }
        }
    }

    private long pid() throws IOException {
        try {
            return Json.read(data.resolve("run.json")).path("pid").asLong();
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    /** Nobody on this machine vouches for its certificate, nor does that name the directory. */
    @Test
    void a_server_whose_admin_listener_speaks_tls_is_succeeded_by_its_socket_file() throws Exception {
        Path server = config.resolve("server.yaml");
        String admin = "admin: {host: 127.0.0.1, port: 0";
        String before = Files.readString(server);
        assertThat(before).contains(admin);
        Files.writeString(
                server,
                before.replace(admin, admin + ", tls: " + Certificate.in(folder).tls()));
        try (Child first = serve()) {
            JsonNode run = first.awaitReady(data);
            assertThat(run.path("admin_url").asString()).startsWith("https://");
            try (Child second = serve("--take-over")) {
                second.awaitReady(data, run.path("pid").asLong());
                assertThat(first.exit()).as(first.err()).isZero();
                Run status = Run.of("status", "--data", data.toString());
                assertThat(status.out()).as(status.err()).contains("CONNECTIONS");
                assertThat(second.terminated()).isZero();
                assertThat(data.resolve("admin.sock")).doesNotExist();
            }
        }
    }

    @Test
    void a_successor_that_is_killed_before_it_has_the_directory_harms_nothing() throws Exception {
        try (Child first = serve()) {
            JsonNode run = first.awaitReady(data);
            String url = run.path("public_url").asString();
            try (Customer stays = Customer.of(url);
                    Child second = serve("--take-over", "--spread", "100ms", "--deadline", "10m")) {
                Child.until("a server that lets its clients go", () -> readyStatus(run) == 503);
                second.process().destroyForcibly().waitFor();
                Child.until("a server that stays", () -> readyStatus(run) == 200);
                assertThat(stays.say("m1", "still here").has("ack")).isTrue();
                try (Customer comes = Customer.of(url)) {
                    assertThat(comes.say("m1", "let in").has("ack")).isTrue();
                }
                assertThat(Json.read(data.resolve("run.json")).path("pid").asLong())
                        .isEqualTo(first.process().pid());
            }
            assertThat(first.terminated()).isZero();
        }
    }

    @Test
    void a_server_that_is_killed_while_its_clients_leave_is_succeeded_all_the_same() throws Exception {
        try (Child first = serve()) {
            JsonNode run = first.awaitReady(data);
            String url = run.path("public_url").asString();
            try (Customer stays = Customer.of(url);
                    Child second = serve("--take-over", "--spread", "100ms", "--deadline", "10m")) {
                JsonNode ack = stays.say("m1", "on disk").path("ack");
                Child.until("a server that lets its clients go", () -> readyStatus(run) == 503);
                // It is not ready a moment before it says so to its successor, who would hear nothing of it.
                Child.until(
                        "a successor that has the listening socket",
                        () -> second.err().contains("took the listening socket"));
                first.process().destroyForcibly().waitFor();
                JsonNode after = second.awaitReady(data, run.path("pid").asLong());
                assertThat(after.path("public_url").asString()).isEqualTo(url);
                assertThat(stays.history(ack.path("conversation_id").asString()))
                        .contains("on disk");
            }
        }
    }

    @Test
    void a_server_that_is_killed_before_it_begins_to_leave_is_succeeded_all_the_same() throws Exception {
        try (Child first = serve()) {
            JsonNode run = first.awaitReady(data);
            try (Child second = serve("--take-over")) {
                Child.until("a successor that was answered", () -> second.err().contains("makes room"));
                first.process().destroyForcibly().waitFor();
                JsonNode after = second.awaitReady(data, run.path("pid").asLong());
                assertThat(after.path("public_url").asString())
                        .isEqualTo(run.path("public_url").asString());
            }
        }
    }

    @Test
    void without_a_server_that_runs_there_a_successor_starts_as_any_other() throws Exception {
        try (Child alone = serve("--take-over")) {
            alone.awaitReady(data);
            assertThat(alone.err()).contains("nobody to take over from");
            assertThat(alone.terminated()).isZero();
        }
        assertThat(Run.with(null, false, "serve", "-c", config.toString(), "--spread", "1s")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void a_successor_with_another_address_is_refused_and_the_server_serves_on() throws Exception {
        try (Child first = serve()) {
            JsonNode run = first.awaitReady(data);
            Path server = config.resolve("server.yaml");
            Files.writeString(server, Files.readString(server).replaceFirst("port: 0", "port: 1"));
            try (Child second = serve("--take-over")) {
                assertThat(second.exit()).isEqualTo(6);
                assertThat(second.err()).contains("keeps the address");
            }
            assertThat(readyStatus(run)).isEqualTo(200);
            try (Customer comes = Customer.of(run.path("public_url").asString())) {
                assertThat(comes.say("m1", "let in").has("ack")).isTrue();
            }
        }
    }
}
