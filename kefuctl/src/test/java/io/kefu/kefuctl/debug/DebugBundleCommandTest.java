package io.kefu.kefuctl.debug;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebugBundleCommandTest {

    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    private Run bundle(Path to, String... more) {
        String[] arguments = Stream.concat(
                        Stream.of("debug", "bundle", to.toString(), "--data", data().toString()), Stream.of(more))
                .toArray(String[]::new);
        return Run.of(arguments);
    }

    @Test
    void it_lists_what_it_holds_and_holds_no_secret_of_the_data_directory() throws IOException {
        Run.of("config", "init", data().resolve("config").toString());
        String status = "{\"health\": \"degraded\", \"problems\": [\"S3cret in words\"], \"uptime_seconds\": 7}";
        try (AdminServer server = AdminServer.answering(data(), 200, status)) {
            Path to = folder.resolve("x.tar.gz");
            Run run = bundle(to);
            assertThat(run.exit()).isZero();
            assertThat(run.out())
                    .contains("kefu-debug/manifest.json", "kefu-debug/status.json", "kefu-debug/doctor.json")
                    .contains("written to " + to);
            String inside = unpacked(to);
            String key = Files.readString(data().resolve("config/secrets/visitor.key"))
                    .strip();
            assertThat(inside)
                    .contains("\"health\" : \"degraded\"", "KEFU-D001", "\"Group\" : 3")
                    .doesNotContain(key, AdminServer.TOKEN, "S3cret", folder.toString());
            assertThat(server.asked()).contains("GET /admin/v1/status", "GET /admin/v1/insides", "GET /metrics");
        }
    }

    @Test
    void it_works_without_a_server_and_overwrites_nothing() throws IOException {
        Path to = folder.resolve("x.tar.gz");
        assertThat(bundle(to, "-o", "json").out()).contains("\"kind\" : \"DebugBundle\"", "\"name\" : \"host.json\"");
        byte[] before = Files.readAllBytes(to);
        Run again = bundle(to);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("cannot be written");
        assertThat(to).hasBinaryContent(before);
    }

    @Test
    void tar_can_read_it() throws Exception {
        Path to = folder.resolve("x.tar.gz");
        bundle(to);
        Process tar = new ProcessBuilder("tar", "-tzf", to.toString())
                .redirectErrorStream(true)
                .start();
        String listed = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar.waitFor()).isZero();
        assertThat(listed.lines())
                .containsExactly(
                        "kefu-debug/manifest.json",
                        "kefu-debug/config.json",
                        "kefu-debug/doctor.json",
                        "kefu-debug/host.json");
    }

    private static String unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
