package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends with 0 when the release of before runs, 6 when there is none or it cannot read the data; else 1. */
@Command(
        name = "rollback",
        description =
                "Goes back to the release before the last upgrade, which is not finalized. Its server takes over without"
                        + " refusing anybody, and what the newer one has written stays.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl rollback --plan", "  kefuctl rollback"})
final class RollbackCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    PlaceOptions place;

    @Mixin
    OutputOption output;

    @Option(names = "--undo", description = "Put back what an interrupted rollback has done.")
    boolean undo;

    RollbackCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Layout layout = place.layout();
        Site site = Site.at(layout);
        if (undo) {
            Preflight.mayWrite(layout);
            new Deployment(site, session.terminal().err()).undo(Intent.Operation.rollback);
            return ExitCode.OK.code();
        }
        return new Rollback(session, site, Installed.mustBe(layout)).run(place.plan, output);
    }
}
