package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends with 0 when it is gone, 1 when somebody said no or a step failed, 6 when the host does not allow it. */
@Command(
        name = "uninstall",
        description =
                "Stops the server and removes every release. Data and configuration stay unless --purge; backups stay always."
                        + " What was killed in the middle is gone on with by the same command.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl uninstall --plan", "  kefuctl uninstall --yes", "  kefuctl uninstall --purge"})
final class UninstallCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    PlaceOptions place;

    @Mixin
    OutputOption output;

    @Option(names = "--purge", description = "Remove data, configuration, logs and the service user too.")
    boolean purge;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    UninstallCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Layout layout = place.layout();
        Site site = Site.at(layout);
        Deployment deployment = new Deployment(site, session.terminal().err());
        Optional<Intent> begun = deployment.begun(Intent.Operation.uninstall);
        Intent intent = begun.map(found -> found.withPurge(purge)).orElseGet(() -> intent(Installed.mustBe(layout)));
        if (place.plan) {
            return new PlanPage(
                            Plan.of(site, intent), BlastRadius.of(site.running().status()), List.of())
                    .print(session.terminal(), output);
        }
        Preflight.mayWrite(layout);
        boolean agreedBefore = begun.isPresent() && begun.get().purge() == purge;
        if (!agreedBefore && !yes && !agreed(layout)) {
            throw new CommandFailure(ExitCode.FAILED, "nothing was removed", "kefuctl uninstall --yes, for scripts");
        }
        deployment.run(intent);
        session.terminal()
                .out()
                .println(
                        intent.purge()
                                ? "uninstalled, with data and configuration; backups are in "
                                        + layout.inside(layout.backups())
                                : "uninstalled; data stays in " + layout.inside(layout.data()) + ", configuration in "
                                        + layout.inside(layout.config()));
        return ExitCode.OK.code();
    }

    private boolean agreed(Layout layout) {
        String what = purge
                ? "every release, " + layout.inside(layout.data()) + " with all conversations, and "
                        + layout.inside(layout.config())
                : "every release; data and configuration stay";
        session.terminal().err().print("This removes " + what + ". Type yes to go on: ");
        session.terminal().err().flush();
        Scanner typed = new Scanner(System.in, StandardCharsets.UTF_8);
        return typed.hasNextLine() && typed.nextLine().strip().equals("yes");
    }

    private Intent intent(Installed installed) {
        return new Intent(
                Intent.Operation.uninstall,
                "",
                Origin.IN_PLACE,
                installed.release(),
                installed.user(),
                installed.madeUser(),
                installed.service(),
                Configuration.KEPT,
                false,
                false,
                false,
                purge);
    }
}
