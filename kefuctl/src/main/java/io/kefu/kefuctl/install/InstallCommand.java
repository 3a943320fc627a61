package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.LocalServer;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.server.app.QuickStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends with 0 installed, 6 when the host does not allow it, 78 when the configuration does not hold; else 1. */
@Command(
        name = "install",
        description =
                "Installs a release on this host: versioned directory and link, service user, configuration, data apart"
                        + " from both, and what keeps the server running. A step that fails has the others put back; one that was"
                        + " killed is gone on with by the same command, or put back with --undo.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl install --plan",
            "  kefuctl install",
            "  kefuctl install --from kefu-0.1.0-linux-x64.tar.gz --key kefu.pub",
            "  kefuctl install --config ./my-config --service supervisor",
            "  kefuctl install --tune --plan"
        })
final class InstallCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    PlaceOptions place;

    @Mixin
    SourceOptions source;

    @Mixin
    OutputOption output;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "A configuration to begin with. Default: a small one, unless /etc/kefu has one already.")
    Optional<Path> config;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "kefu",
            description = "Whom the server runs as; made if there is none. Default: ${DEFAULT-VALUE}.")
    String user;

    @Option(
            names = "--service",
            paramLabel = "KIND",
            description = "What keeps it running: ${COMPLETION-CANDIDATES}. Default: systemd where it runs.")
    Optional<ServiceKind> service;

    @Option(names = "--no-start", description = "Leave the server stopped.")
    boolean noStart;

    @Option(names = "--no-caches", description = "Make no caches for quick starts (150 MB, some seconds).")
    boolean noCaches;

    @Option(
            names = "--tune",
            description =
                    "Raise what kefuctl doctor finds too low among the kernel's settings, in /etc/sysctl.d/60-kefu.conf. On a"
                            + " host with an installation that alone.")
    boolean tune;

    @Option(names = "--undo", description = "Put back what an interrupted install has done.")
    boolean undo;

    InstallCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Layout layout = place.layout();
        Site site = Site.at(layout);
        Deployment deployment = new Deployment(site, session.terminal().err());
        Optional<Intent> begun =
                deployment.begun(Intent.Operation.install).or(() -> deployment.begun(Intent.Operation.tuning));
        if (undo) {
            deployment.undo(begun.map(Intent::operation).orElse(Intent.Operation.install));
            return ExitCode.OK.code();
        }
        Tuning tuning = new Tuning(site);
        TuningReport report = new TuningReport(layout, tuning, tune);
        Intent intent = begun.isPresent() ? begun.get() : intent(layout).withTuning(tune ? tuning.open() : List.of());
        if (place.plan) {
            List<String> notes = new ArrayList<>(notes(intent));
            notes.addAll(report.notes(intent));
            return new PlanPage(Plan.of(site, intent), Optional.empty(), notes).print(session.terminal(), output);
        }
        Preflight.mayWrite(layout);
        if (intent.operation() == Intent.Operation.tuning) {
            if (!intent.tuning().isEmpty()) {
                deployment.run(intent);
            }
        } else {
            Preflight.libraries(layout);
            Preflight.room(layout);
            deployment.run(intent);
        }
        welcome(layout, intent, report);
        return ExitCode.OK.code();
    }

    private Intent intent(Layout layout) throws IOException, InterruptedException {
        Optional<Installed> installed = Installed.in(layout);
        if (installed.isPresent()) {
            return tuningOf(installed.get());
        }
        Origin origin = source.checked(layout);
        Release release = Source.look(origin);
        Preflight.platform(release);
        if (config.isPresent()) {
            Preflight.configuration(config.get());
        }
        boolean live = layout.live();
        ServiceKind kind = service.orElseGet(() -> Service.kindOf(layout));
        return new Intent(
                Intent.Operation.install,
                release.name(),
                origin,
                "",
                user,
                Account.named(layout, user).isEmpty(),
                kind,
                QuickStart.isConfigured(layout.config())
                        ? Configuration.KEPT
                        : config.map(given -> given.toAbsolutePath().toString()).orElse(""),
                live && !noStart && kind != ServiceKind.none,
                !noCaches,
                !Steps.exists(layout.data()),
                false);
    }

    private Intent tuningOf(Installed installed) {
        if (!tune || source.from.isPresent()) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    installed.release() + " is installed already",
                    "kefuctl upgrade --plan, for another release; kefuctl agent passwd admin --generate, where nobody has"
                            + " seen the first password");
        }
        return new Intent(
                Intent.Operation.tuning,
                installed.release(),
                Origin.IN_PLACE,
                "",
                installed.user(),
                installed.madeUser(),
                installed.service(),
                Configuration.KEPT,
                false,
                false,
                false,
                false);
    }

    private static List<String> notes(Intent intent) {
        return intent.operation() == Intent.Operation.install && intent.service() == ServiceKind.supervisor
                ? List.of(
                        "without systemd nothing starts the server with the host: docs/install.md has the line for that")
                : List.of();
    }

    /** The small configuration's one agent gets a password that only this terminal shows. */
    private void welcome(Layout layout, Intent intent, TuningReport report) throws IOException {
        Map<String, Object> document = Json.document("Installation");
        document.put("release", intent.release());
        document.put("service", intent.service().name());
        document.put("started", intent.start());
        document.put("tuning", report.json(intent));
        StringBuilder text = new StringBuilder();
        if (intent.operation() == Intent.Operation.install) {
            text.append("installed: ").append(intent.release()).append('\n');
        }
        report.lines(intent).forEach(line -> text.append(line).append('\n'));
        if (intent.start()) {
            text.append("look at it: kefuctl status")
                    .append(LocalServer.own().option(layout.data()))
                    .append('\n');
            if (intent.config().isEmpty()) {
                String password = new AdminApi(layout.data())
                        .post("/admin/v1/agents/admin/password", Map.of())
                        .path("password")
                        .asString("");
                document.put("agent", "admin");
                document.put("password", password);
                text.append("sign in: admin / ").append(password).append(" (shown once)\n");
            }
        }
        output.print(session.terminal(), document, text::toString);
    }
}
