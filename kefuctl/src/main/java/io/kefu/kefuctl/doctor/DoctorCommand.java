package io.kefu.kefuctl.doctor;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.LocalDataOption;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "Looks at this host, a configuration, a data directory and the server that runs on it: what stands in the"
                        + " way, or will, with the fix. Each check has an id (docs/reference/doctor.md). Ends with 0, 4 with warnings,"
                        + " 5 when something failed; with --pre 6 when something failed, else 0.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl doctor --data /var/lib/kefu --config /etc/kefu",
            "  kefuctl doctor --pre --config /etc/kefu     before an install or upgrade",
            "  kefuctl doctor --fix -o json"
        })
final class DoctorCommand implements Callable<Integer> {

    private final Session session;
    private final Host host;

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
                    "The configuration to look at. Default: config in the data directory, else /etc/kefu of an installed release.")
    Optional<Path> config;

    @Option(names = "--hostname", paramLabel = "NAME", description = "The name by which clients know the server.")
    Optional<String> hostname;

    @Option(names = "--pre", description = "Only what has to hold before an install: no server is asked.")
    boolean pre;

    @Option(names = "--fix", description = "Mend what can be without asking: permissions, and what a kill left.")
    boolean fix;

    DoctorCommand(Session session, Host host) {
        this.session = session;
        this.host = host;
    }

    @Override
    public Integer call() {
        Scene scene = new SceneFinder(data.directory(), config, hostname, !pre).find(host);
        Examination found = Examination.of(scene, check -> !pre || check.beforeInstall());
        if (fix) {
            found.mend(scene).forEach(line -> session.terminal().err().println(line));
            found = Examination.of(scene, check -> !pre || check.beforeInstall());
        }
        Report report = new Report(found, session.terminal());
        output.print(session.terminal(), report.json(), output.wide() ? report::wide : report::table);
        return exit(found).code();
    }

    private ExitCode exit(Examination found) {
        if (found.count(Verdict.FAIL) > 0) {
            return pre ? ExitCode.PREFLIGHT_FAILED : ExitCode.UNHEALTHY;
        }
        return pre || found.count(Verdict.WARN) == 0 ? ExitCode.OK : ExitCode.DEGRADED;
    }
}
