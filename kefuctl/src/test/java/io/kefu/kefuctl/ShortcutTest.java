package io.kefu.kefuctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The short way does what the long one does, and leaves to it whatever it does not know. */
@Isolated // moves the home directory
class ShortcutTest {

    @TempDir
    Path data;

    @TempDir
    Path home;

    private record Brief(OptionalInt exit, String out, String err) {

        static Brief of(String... arguments) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Terminal terminal = new Terminal(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    false);
            OptionalInt exit = Shortcut.run(new Session(terminal, () -> null), arguments);
            return new Brief(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    private static void same(String... arguments) {
        Brief brief = Brief.of(arguments);
        Run whole = Run.of(arguments);
        assertThat(brief.exit()).as(List.of(arguments).toString()).hasValue(whole.exit());
        assertThat(brief.out()).isEqualTo(whole.out());
        assertThat(brief.err()).isEqualTo(whole.err());
    }

    @Test
    void version_and_status_are_the_same_either_way() throws IOException {
        same("version");
        same("version", "-o", "json");
        same("version", "-o", "yaml");
        same("status", "--data", data.toString());
        String degraded = "{\"health\": \"degraded\", \"problems\": [\"the warm tier lags\"]}";
        try (AdminServer server = AdminServer.answering(data, 200, degraded)) {
            for (String format : List.of("table", "wide", "json", "yaml")) {
                same("status", "--data", data.toString(), "-o", format);
            }
            assertThat(server.asked()).hasSize(8);
        }
    }

    @Test
    void the_context_in_use_is_meant_either_way_unless_a_directory_is_named() throws IOException {
        assumeTrue(System.getenv("XDG_CONFIG_HOME") == null, "XDG_CONFIG_HOME is set");
        String before = System.setProperty("user.home", home.toString());
        try (AdminServer server = AdminServer.answering(data, 200, "{\"health\": \"healthy\"}")) {
            assertThat(Run.of("context", "add", "here", "--at-data", data.toString())
                            .exit())
                    .isZero();
            same("status");
            same("status", "-o", "json");
            assertThat(server.asked()).hasSize(4);
            same("status", "--data", home.toString());
            assertThat(server.asked()).hasSize(4);
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @Test
    void whatever_else_stands_on_the_line_goes_the_long_way() {
        for (String line : List.of(
                "",
                "help",
                "status --help",
                "status --watch",
                "status --wait healthy",
                "version --data x",
                "version x",
                "status --data",
                "status --data --debug",
                "status -o xml",
                "status --debug",
                "config validate x")) {
            Brief brief = Brief.of(line.isEmpty() ? new String[0] : line.split(" "));
            assertThat(brief.exit()).as(line).isEmpty();
            assertThat(brief.out() + brief.err()).isEmpty();
        }
    }
}
