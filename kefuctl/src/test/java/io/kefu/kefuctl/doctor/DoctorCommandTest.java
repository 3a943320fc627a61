package io.kefu.kefuctl.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.testing.Golden;
import io.kefu.kefuctl.testing.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {

    private static final Path PAGE = Path.of("../docs/reference/doctor.md");

    @TempDir
    Path folder;

    private static FakeHost host() {
        FakeHost host = new FakeHost();
        host.now = Instant.parse("2026-12-01T00:00:00Z");
        host.zones = "2026a";
        return host;
    }

    private Run run(Host host, String... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Session session = new Session(
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                () -> null);
        String[] arguments = Stream.concat(
                        Stream.of("--data", folder.resolve("data").toString()), Stream.of(more))
                .toArray(String[]::new);
        int exit = new CommandLine(new DoctorCommand(session, host)).execute(arguments);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void what_is_wrong_stands_first_with_its_fix_within_80_columns() {
        FakeHost host = host();
        host.files.put("/proc/sys/net/core/somaxconn", "128\n");
        host.files.put("/proc/self/mountinfo", "22 1 0:1 / / rw shared:1 - nfs4 host:/x rw\n");
        Run run = run(host, "--pre");
        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
        Golden.check("doctor-pre.txt", run.out());
        Golden.check("doctor-pre.json", run(host, "--pre", "-o", "json").out());
        Golden.check("doctor-pre.yaml", run(host, "--pre", "-o", "yaml").out());
        Golden.check("doctor-pre-wide.txt", run(host, "--pre", "-o", "wide").out());
    }

    @Test
    void warnings_alone_stop_no_install() {
        FakeHost host = host();
        host.files.put("/proc/sys/net/core/somaxconn", "128\n");
        assertThat(run(host, "--pre").exit()).isZero();
        assertThat(run(host).exit()).as("no server runs, which is a warning").isEqualTo(4);
    }

    @Test
    void fix_mends_permissions_and_what_a_kill_left_and_nothing_else() throws IOException {
        Scenery scenery = new Scenery(folder.resolve("data"));
        scenery.permit(scenery.data, "rwxr-xr-x");
        scenery.put("links.secret", "x", "rw-rw-rw-");
        scenery.host.files.remove("/proc/42");
        Run run = run(scenery.host, "--fix");
        assertThat(run.err().lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).matches("KEFU-D05[015]  .+"));
        assertThat(permissions(scenery.data)).isEqualTo("rwx------");
        assertThat(permissions(scenery.data.resolve("links.secret"))).isEqualTo("rw-------");
        assertThat(scenery.data.resolve("run.json")).doesNotExist();
        assertThat(run(scenery.host, "--fix").err()).isEmpty();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void this_very_machine_is_looked_at_in_seconds() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Run run = run(new LinuxHost(), "-o", "json");
        JsonNode report = JsonMapper.shared().readTree(run.out());
        assertThat(report.path("kind").asString()).isEqualTo("Examination");
        assertThat(report.path("checks")).hasSize(Checks.ALL.size());
        assertThat(run.out()).doesNotContain("Exception");
    }

    /** Run with {@code -Dkefu.record=true} to write the page anew. */
    @Test
    void the_reference_page_is_that_of_the_checks() throws IOException {
        if (Boolean.getBoolean("kefu.record")) {
            Files.writeString(PAGE, ReferencePage.write());
        }
        assertThat(ReferencePage.write())
                .as("docs/reference/doctor.md is stale: run this test with -Dkefu.record=true")
                .isEqualTo(Files.readString(PAGE));
    }
}
