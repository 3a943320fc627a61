package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import java.util.List;
import java.util.Optional;

/** Goes back to the release before an upgrade. Everything that the newer one has written stays. */
record Rollback(Session session, Site site, Installed installed) {

    int run(boolean planOnly, OutputOption output) throws InterruptedException {
        Deployment deployment = new Deployment(site, session.terminal().err());
        Intent intent = deployment.begun(Intent.Operation.rollback).orElseGet(this::intent);
        if (planOnly) {
            return new PlanPage(
                            Plan.of(site, intent), BlastRadius.of(site.running().status()), List.of())
                    .print(session.terminal(), output);
        }
        Preflight.mayWrite(site.layout());
        deployment.run(intent);
        session.terminal().out().println("rolled back: " + intent.release() + " runs");
        return ExitCode.OK.code();
    }

    private Intent intent() {
        Layout layout = site.layout();
        String back = Optional.of(installed.previous())
                .filter(name -> !name.isEmpty() && Steps.exists(layout.release(name)))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.PREFLIGHT_FAILED,
                        "there is no release to go back to: the last upgrade is finalized, or there was none",
                        "kefuctl upgrade --from ARCHIVE, with the archive of the release you want"));
        Release before = Release.in(layout.release(back));
        Release now = Release.in(layout.release(installed.release()));
        if (now.dataFormat() > before.dataFormat()) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    before.name() + " cannot read what " + now.name() + " has written (data format " + now.dataFormat()
                            + " after " + before.dataFormat() + ")",
                    "restore a backup of before the upgrade: kefuctl restore --help");
        }
        return new Intent(
                Intent.Operation.rollback,
                back,
                Origin.IN_PLACE,
                installed.release(),
                installed.user(),
                installed.madeUser(),
                installed.service(),
                Configuration.KEPT,
                layout.live() && installed.service() != ServiceKind.none,
                false,
                false,
                false);
    }
}
