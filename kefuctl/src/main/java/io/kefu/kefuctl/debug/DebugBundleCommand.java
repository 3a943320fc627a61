package io.kefu.kefuctl.debug;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.LocalDataOption;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "bundle",
        description =
                "Writes a .tar.gz for somebody who is to help, and lists what is in it: figures and verdicts of the server,"
                        + " its storage, the host and the configuration. No message, no name, no secret: only fields of a fixed"
                        + " list, each in a form that holds none. Works without a server, too.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl debug bundle",
            "  kefuctl debug bundle /tmp/kefu.tar.gz --data /var/lib/kefu --config /etc/kefu"
        })
final class DebugBundleCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    LocalDataOption data;

    @Mixin
    OutputOption output;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "DIR",
            description =
                    "The configuration to count. Default: config in the data directory, else /etc/kefu of an installed release.")
    Optional<Path> config;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A new file. Default: kefu-debug-TIME.tar.gz here.")
    Optional<Path> file;

    DebugBundleCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path to = file.orElseGet(() -> Path.of("kefu-debug-" + now.toString().replaceAll("[-:]", "") + ".tar.gz"));
        Bundle bundle = new Bundle(new FactFinder(data.directory(), config).find(), now);
        write(bundle, to);
        Map<String, Object> manifest = bundle.manifest();
        output.print(session.terminal(), manifest, () -> table(bundle, to));
        return ExitCode.OK.code();
    }

    private static void write(Bundle bundle, Path to) {
        try {
            Files.write(to, bundle.archive(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    to + " cannot be written: " + e.getClass().getSimpleName(),
                    "name a new file in a directory of yours",
                    e);
        }
    }

    private static String table(Bundle bundle, Path to) {
        StringBuilder text = new StringBuilder();
        bundle.files()
                .forEach((name, content) -> text.append(String.format(Locale.ROOT, "%8d  %s%n", content.length, name)));
        return text + "written to " + to + ": look into it before you give it away\n";
    }
}
