package io.kefu.kefuctl.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainCommandTest {

    @TempDir
    Path data;

    @Test
    void a_drain_ends_when_nobody_is_left() throws IOException {
        String gone =
                "{\"draining\": true, \"connections_asked\": 7, \"connections_left\": 0, \"deadline_in_ms\": 900}";
        try (AdminServer server = AdminServer.answering(data, 200, gone)) {
            Run run = Run.of("drain", "--deadline", "1m", "--spread", "30s", "-o", "json", "--data", data.toString());
            assertThat(run.exit()).isZero();
            assertThat(run.err()).contains("drained");
            assertThat(run.out()).contains("\"connections_asked\" : 7", "\"connections_left\" : 0");
            assertThat(server.asked())
                    .containsExactly("POST /admin/v1/drain {\"deadline_ms\":60000,\"spread_ms\":30000}");
        }
    }

    @Test
    void a_drain_that_somebody_calls_off_says_so_and_fails() throws IOException {
        String off = "{\"draining\": false, \"connections_asked\": 0, \"connections_left\": 7, \"deadline_in_ms\": 0}";
        try (AdminServer server = AdminServer.answering(data, 200, off)) {
            Run run = Run.of("drain", "--data", data.toString());
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("called off");
            assertThat(Run.of("undrain", "--data", data.toString()).exit()).isZero();
            assertThat(server.asked()).containsExactly("POST /admin/v1/drain {}", "POST /admin/v1/undrain {}");
        }
    }

    @Test
    void what_is_no_duration_is_a_usage_error() {
        assertThat(Run.of("drain", "--deadline", "soon").exit()).isEqualTo(2);
        assertThat(Run.of("drain", "--deadline", "2h").err()).contains("more than an hour");
    }
}
