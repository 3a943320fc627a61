package io.kefu.kefuctl.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Golden;
import io.kefu.kefuctl.testing.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {

    private static final String HEALTHY = """
            {"apiVersion": "kefu.io/v1", "kind": "Status", "version": "0.1.0", "uptime_seconds": 11520,
             "health": "healthy", "problems": [],
             "config": {"revision": "0123456789abcdef", "applied_at": "2026-03-02T08:00:00.000Z"},
             "listeners": {"public": "http://127.0.0.1:8080", "admin": "http://127.0.0.1:8081"},
             "channels": [{"name": "web", "type": "web"}, {"name": "微信", "type": "wechat"}],
             "conversations": {"bot": 3, "queued": 0, "assigned": 12},
             "agents": {"online": 3, "away": 1, "offline": 2},
             "connections": {"visitor": 40, "agent": 4},
             "tiers": [
               {"name": "hot", "engine": "memory", "lag_records": 0, "lag_seconds": 0, "watermark": "2026-03-02T11:11:59.000Z"},
               {"name": "warm", "engine": "sqlite", "lag_records": 12, "lag_seconds": 0.2, "watermark": "2026-03-02T11:11:58.000Z"}],
             "figures": {"heartbeat_timeout_rate": 0.0125,
               "e2e_ms": {"visitor_to_agent": {"p50": 1.5, "p95": 4, "p99": 9, "count": 100},
                          "agent_to_visitor": {"p50": null, "p95": null, "p99": null, "count": 0}},
               "autoreply_hit_rate": null},
             "memory_bytes": 125829120}
            """;

    private static final String UNSETTLED = """
            "applied_at": "2026-03-02T08:00:00Z", "commit": "8f3c2a91d0e4b7c65a1f", "dirty": true,
             "try": {"until": "2026-03-02T08:05:00Z", "back_to": "fedcba9876543210"},
             "drift": {"directory": "/etc/kefu", "drifted": true, "revision": "00112233445566aa", "error": ""},
             "sync": {"at": "2026-03-02T08:04:00Z", "error": "groups.yaml:3:5  unknown key `strategi` — did you mean `strategy`?"},
             "restart": ["listeners", "journal"]""";

    @TempDir
    Path data;

    private Run status(String... more) {
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("status", "--data", data.toString()), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return Run.of(arguments);
    }

    @Test
    void a_healthy_server_is_one_screen_of_80_columns() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, HEALTHY)) {
            Run run = status();
            assertThat(run.exit()).isZero();
            assertThat(run.out().lines())
                    .hasSizeLessThanOrEqualTo(24)
                    .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
            assertThat(server.asked()).containsExactly("GET /admin/v1/status");
            Golden.check("status-healthy.txt", run.out());
            Golden.check("status-healthy.json", status("-o", "json").out());
            Golden.check("status-healthy.yaml", status("-o", "yaml").out());
            Golden.check("status-wide.txt", status("-o", "wide").out());
        }
    }

    @Test
    void what_is_wrong_stands_first_and_in_the_exit_code() throws IOException {
        String degraded = HEALTHY.replace("\"healthy\"", "\"degraded\"")
                .replace("\"problems\": []", "\"problems\": [\"the warm tier lags by 12 s\"]");
        try (AdminServer server = AdminServer.answering(data, 200, degraded)) {
            Run run = status();
            assertThat(run.exit()).isEqualTo(4);
            Golden.check("status-degraded.txt", run.out());
            assertThat(server.asked()).hasSize(1);
        }
        try (AdminServer server = AdminServer.answering(data, 200, HEALTHY.replace("\"healthy\"", "\"unhealthy\""))) {
            assertThat(status().exit()).isEqualTo(5);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void what_is_unsettled_about_the_configuration_is_told_in_a_line_each() throws IOException {
        String unsettled = HEALTHY.replace("\"applied_at\": \"2026-03-02T08:00:00.000Z\"", UNSETTLED);
        try (AdminServer server = AdminServer.answering(data, 200, unsettled)) {
            Run run = status();
            assertThat(run.out().lines())
                    .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
            Golden.check("status-unsettled.txt", run.out());
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void what_is_long_is_folded_and_no_word_of_what_to_do_is_lost() throws IOException {
        String problem = "the archive tier lags by 4000 s: s3://kefu-archive-of-the-shop/2026 refuses to be written";
        String told = HEALTHY.replace("\"problems\": []", "\"problems\": [\"" + problem + "\"]")
                .replace("\"applied_at\": \"2026-03-02T08:00:00.000Z\"", UNSETTLED)
                .replace("/etc/kefu", "/srv/checkouts/shop/configuration/of/production")
                .replace("unknown key", "unknown key ".repeat(40));
        try (AdminServer server = AdminServer.answering(data, 200, told)) {
            Run run = status();
            assertThat(run.out().lines())
                    .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
            assertThat(run.out().replaceAll("\\s+", " "))
                    .contains(
                            problem,
                            "has 00112233445566aa: kefuctl config plan",
                            "… all of it: kefuctl status -o json");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void a_wait_ends_with_what_was_waited_for_or_with_what_is() throws Exception {
        CompletableFuture<Run> waits =
                CompletableFuture.supplyAsync(() -> status("--wait", "healthy", "--timeout", "60s"));
        try (AdminServer server = AdminServer.answering(data, 200, HEALTHY)) {
            assertThat(waits.get(60, TimeUnit.SECONDS).exit()).isZero();
            assertThat(server.asked()).isNotEmpty();
        }
        try (AdminServer server = AdminServer.answering(data, 200, HEALTHY.replace("\"healthy\"", "\"degraded\""))) {
            assertThat(status("--wait", "healthy", "--timeout", "1s").exit()).isEqualTo(4);
            assertThat(status("--wait", "degraded", "--timeout", "60s").exit()).isEqualTo(4);
            assertThat(server.asked()).hasSizeGreaterThan(2);
        }
        Files.delete(data.resolve("run.json"));
        assertThat(status("--wait", "healthy", "--timeout", "1s").exit()).isEqualTo(69);
    }

    @Test
    void a_watch_looks_again_and_survives_a_server_that_is_gone() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, HEALTHY)) {
            Run run = status("--watch", "--interval", "10ms", "--times", "3");
            assertThat(run.exit()).isZero();
            assertThat(run.out().lines().filter(line -> line.startsWith("Kefu 0.1.0")))
                    .hasSize(3);
            assertThat(server.asked()).hasSize(3);
        }
        Files.delete(data.resolve("run.json"));
        Run gone = status("--watch", "--interval", "10ms", "--times", "2");
        assertThat(gone.exit()).isEqualTo(69);
        assertThat(gone.err().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("no server runs there"));
        assertThat(status("--watch", "--wait", "healthy").exit()).isEqualTo(2);
    }

    /** As between a server that has closed its doors and the one that has them next. */
    @Test
    void while_a_process_holds_the_directory_the_next_server_is_waited_for() throws Exception {
        try (LockHolder _ = LockHolder.of(data)) {
            CompletableFuture<Run> asked;
            try (ServerSocket last = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Files.writeString(data.resolve("admin.token"), "t");
                Files.writeString(
                        data.resolve("run.json"), "{\"admin_url\": \"http://127.0.0.1:" + last.getLocalPort() + "\"}");
                asked = CompletableFuture.supplyAsync(() -> status());
                last.accept().close(); // it has asked, and was not answered
            }
            try (AdminServer server = AdminServer.answering(data, 200, HEALTHY)) {
                assertThat(asked.get(60, TimeUnit.SECONDS).exit()).isZero();
                assertThat(server.asked()).hasSize(1);
            }
        }
        assertThat(status().exit()).as("nobody holds it any more").isEqualTo(69);
    }

    @Test
    void no_server_is_unreachable_and_says_how_to_start_one() throws IOException {
        Run nothing = status();
        assertThat(nothing.exit()).isEqualTo(69);
        assertThat(nothing.err()).contains("no server runs there", "start it: kefuctl up --data " + data);
        assertThat(nothing.out()).isEmpty();

        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        Files.writeString(data.resolve("run.json"), "{\"admin_url\": \"http://127.0.0.1:" + closed + "\"}");
        Files.writeString(data.resolve("admin.token"), "t");
        Run gone = status();
        assertThat(gone.exit()).isEqualTo(69);
        assertThat(gone.err()).contains("does not answer at http://127.0.0.1:" + closed);
    }

    @Test
    void a_refused_token_is_explained_and_never_shown() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 401, "{\"title\": \"not signed in\"}")) {
            Run run = status("--debug");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("refused with 401: not signed in").doesNotContain(AdminServer.TOKEN);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void colour_is_for_terminals_only() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, HEALTHY)) {
            assertThat(status().out()).doesNotContain("\u001b");
            Run run = Run.with(null, true, "status", "--data", data.toString());
            assertThat(run.out()).contains("\u001b[32mhealthy\u001b[0m");
            assertThat(server.asked()).hasSize(2);
        }
    }
}
