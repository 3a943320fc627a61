package io.kefu.kefuctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.LogLevel;
import io.kefu.kefuctl.cli.ServerLauncher;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Golden;
import io.kefu.kefuctl.testing.Run;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {

    private static final Set<String> OF_THIS_MACHINE = Set.of(
            "up",
            "serve",
            "install",
            "upgrade",
            "rollback",
            "uninstall",
            "bundle",
            "doctor",
            "debug",
            "backup",
            "restore",
            "bench",
            "context",
            "completion",
            "man",
            "version");

    @TempDir
    Path data;

    static Stream<List<String>> commands() {
        return Stream.concat(Stream.of(List.<String>of()), below(tree(), List.of()));
    }

    private static CommandLine tree() {
        return new CommandTree(new Session(Terminal.system(java.util.Map.of()), () -> null)).build();
    }

    private static Stream<List<String>> below(CommandLine command, List<String> path) {
        return command.getSubcommands().entrySet().stream().flatMap(entry -> {
            List<String> inner = new ArrayList<>(path);
            inner.add(entry.getKey());
            return Stream.concat(Stream.of(inner), below(entry.getValue(), inner));
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_help_has_two_examples_and_80_columns(List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--help");
        Run run = Run.of(arguments.toArray(String[]::new));
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        String examples = run.out().substring(run.out().indexOf("Examples:"));
        assertThat(examples.lines().filter(line -> line.matches("  .*kefuctl .*")))
                .hasSizeGreaterThanOrEqualTo(2);
        Golden.check(
                "help"
                        + String.join(
                                "", command.stream().map(word -> "-" + word).toList()) + ".txt",
                run.out());
    }

    @Test
    void the_overview_of_all_commands_is_one_screen_and_leaves_none_out() {
        List<String> overview = Run.of("--help").out().lines().toList();
        assertThat(overview).hasSizeLessThanOrEqualTo(45);
        assertThat(tree().getSubcommands().keySet())
                .allSatisfy(name -> assertThat(overview)
                        .filteredOn(line -> line.startsWith("  " + name + " "))
                        .hasSize(1));
    }

    /** Whichever context is in use: what works on this machine would else be done to another server. */
    @Test
    void what_works_on_this_machine_takes_no_context() {
        CommandLine root = tree();
        assertThat(commands().filter(words -> !words.isEmpty() && OF_THIS_MACHINE.contains(words.getFirst())))
                .allSatisfy(words -> {
                    CommandLine command = root;
                    for (String word : words) {
                        command = command.getSubcommands().get(word);
                    }
                    assertThat(command.getCommandSpec().findOption("--context")).isNull();
                });
    }

    @Test
    void a_mistyped_command_or_option_is_a_usage_error_with_a_hint() {
        Run command = Run.of("confg");
        assertThat(command.exit()).isEqualTo(2);
        assertThat(command.err()).contains("did you mean", "config", "try: kefuctl --help");
        Run option = Run.of("status", "--dta", "x");
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err()).contains("try: kefuctl status --help");
        assertThat(Run.of("status", "-o", "xml").exit()).isEqualTo(2);
        assertThat(Run.of("up", "--port", "70000").exit()).isEqualTo(2);
        assertThat(Run.of("serve").err()).contains("--config");
    }

    @Test
    void the_version_is_that_of_the_build() {
        assertThat(Run.of("version").out()).matches("Kefu \\d+\\.\\d+\\.\\d+\\S* on Java \\S+\n");
        assertThat(Run.of("version", "-o", "json").out())
                .contains("\"kind\" : \"Version\"", "\"apiVersion\" : \"kefu.io/v1\"");
    }

    /** Keeps what it was asked to run. */
    private static class Launches implements ServerLauncher {
        private final List<Record> requests = new ArrayList<>();

        @Override
        public ExitCode serve(Serve request, Terminal terminal) {
            requests.add(request);
            return ExitCode.OK;
        }

        @Override
        public ExitCode up(Up request, Terminal terminal) {
            requests.add(request);
            throw new CommandFailure(ExitCode.PREFLIGHT_FAILED, "port 8080 is in use", "kefuctl up --port 0");
        }
    }

    @Test
    void up_and_serve_hand_over_what_they_were_given() {
        Launches launches = new Launches();
        assertThat(Run.with(launches, false, "serve", "-c", "etc", "--data", "var")
                        .exit())
                .isZero();
        Run up = Run.with(
                launches, false, "up", "--port", "0", "--admin-port=9", "--host", "::", "--no-demo", "--log=debug");
        assertThat(up.exit()).isEqualTo(6);
        assertThat(up.err()).isEqualTo("kefuctl: error: port 8080 is in use\n  try: kefuctl up --port 0\n");
        assertThat(launches.requests)
                .containsExactly(
                        new ServerLauncher.Serve(
                                Path.of("etc"), Optional.of(Path.of("var")), LogLevel.info, Optional.empty()),
                        new ServerLauncher.Up(
                                Path.of("kefu-data"),
                                Optional.of(0),
                                Optional.of(9),
                                Optional.of("::"),
                                false,
                                LogLevel.debug,
                                Optional.empty()));
        Run.with(launches, false, "up");
        assertThat(launches.requests.getLast())
                .isEqualTo(new ServerLauncher.Up(
                        Path.of("kefu-data"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        LogLevel.warn,
                        Optional.empty()));
    }

    @Test
    void an_unforeseen_error_shows_its_stack_only_when_asked() {
        ServerLauncher broken = new Launches() {
            @Override
            public ExitCode serve(Serve request, Terminal terminal) {
                throw new IllegalStateException("boom");
            }
        };
        Run run = Run.with(broken, false, "serve", "-c", "x");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("boom").doesNotContain("\tat ");
        assertThat(Run.with(broken, false, "serve", "-c", "x", "--debug").err()).contains("\tat ");
    }

    @Test
    void a_password_is_sent_from_standard_input_and_never_printed() throws IOException {
        InputStream before = System.in;
        try (AdminServer server = AdminServer.answering(data, 204, "")) {
            System.setIn(new ByteArrayInputStream("correct horse\n".getBytes(StandardCharsets.UTF_8)));
            Run run = Run.of("agent", "passwd", "lily", "--data", data.toString());
            assertThat(run.exit()).isZero();
            assertThat(run.out() + run.err()).doesNotContain("correct horse");
            assertThat(server.asked())
                    .containsExactly("POST /admin/v1/agents/lily/password {\"password\":\"correct horse\"}");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void a_generated_password_is_printed_once() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, "{\"password\": \"made-by-the-server\"}")) {
            Run run = Run.of("agent", "passwd", "lily", "--generate", "--data", data.toString());
            assertThat(run.out()).isEqualTo("made-by-the-server\n");
            assertThat(server.asked()).containsExactly("POST /admin/v1/agents/lily/password {}");
        }
    }
}
