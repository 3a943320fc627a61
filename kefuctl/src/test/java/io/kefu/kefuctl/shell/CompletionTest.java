package io.kefu.kefuctl.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.testing.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real shells complete what there is. One that this machine lacks is left out. */
@Timeout(400)
class CompletionTest {
    @TempDir
    Path home;

    @BeforeEach
    void write() throws IOException {
        for (String shell : List.of("bash", "zsh", "fish")) {
            Run run = Run.of("completion", shell);
            assertThat(run.exit()).isZero();
            Files.writeString(home.resolve("completion." + shell), run.out());
        }
    }

    /** What a shell prints to what is typed before the Tab key. */
    private List<String> completed(String shell, String... words) throws IOException, InterruptedException {
        return switch (shell) {
            case "fish" ->
                run(
                                "fish",
                                "--no-config",
                                "-c",
                                "source completion.fish; complete -C \"" + String.join(" ", words) + "\"")
                        .stream()
                        .map(line -> line.split("\t", 2)[0])
                        .toList();
            case "zsh" ->
                run(
                        "zsh",
                        "-f",
                        "-c",
                        // As bashcompinit does before it calls what bash would call.
                        "autoload -U compinit; compinit -u; source completion.zsh;"
                                + " emulate sh; setopt kshglob noshglob braceexpand; " + asked(words)
                                + "print -l -- \"${COMPREPLY[@]}\"");
            default ->
                run(
                        "bash",
                        "--norc",
                        "-c",
                        // Which of its own a shell refuses outside of a completion.
                        "compopt() { :; }; source completion.bash; " + asked(words)
                                + "printf '%s\\n' \"${COMPREPLY[@]}\"");
        };
    }

    private static String asked(String... words) {
        return "COMP_WORDS=(" + String.join(" ", words) + (words[words.length - 1].isEmpty() ? "''" : "")
                + "); COMP_CWORD=" + (words.length - 1) + "; COMP_LINE=\"" + String.join(" ", words)
                + "\"; _complete_kefuctl; ";
    }

    private List<String> run(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(Map.of("HOME", home.toString(), "TERM", "dumb", "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s answers", command[0])
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(err, StandardCharsets.UTF_8)).isEmpty();
        return Files.readAllLines(out).stream().map(String::strip).toList();
    }

    private static void need(String shell) {
        boolean there = Stream.of("/bin/", "/usr/bin/", "/usr/local/bin/")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder + shell)));
        assumeTrue(there, shell + " is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void commands_options_and_their_values_are_completed(String shell) throws Exception {
        need(shell);
        assertThat(completed(shell, "kefuctl", "conv")).contains("conversation");
        assertThat(completed(shell, "kefuctl", "conversation", "")).contains("list", "show", "tail");
        assertThat(completed(shell, "kefuctl", "storage", "hold", "a")).contains("add");
        assertThat(completed(shell, "kefuctl", "token", "list", "--da")).contains("--data");
        assertThat(completed(shell, "kefuctl", "token", "list", "--output", "")).contains("table", "json");
        assertThat(completed(shell, "kefuctl", "completion", "")).contains("bash", "zsh", "fish");
    }

    @Test
    void fish_says_what_each_is_for_and_never_completes_a_value_as_a_command() throws Exception {
        need("fish");
        List<String> told = run(
                "fish",
                "--no-config",
                "-c",
                "source completion.fish; complete -C \"kefuctl token list --context conv\"");
        assertThat(told).doesNotContain("conversation");
        assertThat(completed("fish", "kefuctl", "agent", "list", "--context", "x", "--da"))
                .contains("--data");
        assertThat(run("fish", "--no-config", "-c", "source completion.fish; complete -C \"kefuctl conv\""))
                .anyMatch(line -> line.startsWith("conversation\t"));
    }

    @Test
    void a_manual_page_is_whole_and_holds_what_help_says() throws Exception {
        Run run = Run.of("man", "token", "create");
        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .startsWith(".TH \"KEFUCTL-TOKEN-CREATE\" 1")
                .contains(".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".SH EXAMPLES")
                .contains("\\-\\-expires TIME");
        assertThat(Run.of("man", "nothing").exit()).isEqualTo(2);
        assertThat(Run.of("man", "--to", home.resolve("man").toString()).exit()).isZero();
        assertThat(home.resolve("man/kefuctl.1")).exists();
        assertThat(home.resolve("man/kefuctl-storage-hold-add.1")).exists();
    }

    @Test
    void man_finds_nothing_wrong_with_any_page() throws Exception {
        need("groff");
        Run.of("man", "--to", home.resolve("man").toString());
        try (var pages = Files.list(home.resolve("man"))) {
            for (Path page : pages.toList()) {
                // Warnings go to standard error, which must stay empty. man(1), too, tells the encoding.
                run("groff", "-Kutf8", "-man", "-Tutf8", "-ww", "-z", page.toString());
            }
        }
    }
}
