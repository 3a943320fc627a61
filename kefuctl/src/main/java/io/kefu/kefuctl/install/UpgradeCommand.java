package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends with 0 upgraded, 6 when what must hold does not, 78 when the new release does not take the configuration; else 1. */
@Command(
        name = "upgrade",
        description =
                "Puts another release in the place of the one that runs: looks whether all is well, unpacks it, has it read"
                        + " the configuration, has its server take over without refusing anybody, and looks with a visitor of its"
                        + " own whether messages arrive. A step that fails has the others put back. Until --finalize the way back"
                        + " is kefuctl rollback.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl upgrade --from kefu-0.2.0-linux-x64.tar.gz --plan",
            "  kefuctl upgrade --from kefu-0.2.0-linux-x64.tar.gz",
            "  kefuctl upgrade --finalize",
            "  kefuctl upgrade --rollback"
        })
final class UpgradeCommand implements Callable<Integer> {

    private static final long BACKUP_HOURS = 24;

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    PlaceOptions place;

    @Mixin
    SourceOptions source;

    @Mixin
    OutputOption output;

    @Option(names = "--finalize", description = "Drop the release of before: no way back from then on.")
    boolean finalizes;

    @Option(names = "--rollback", description = "Go back to the release of before: as kefuctl rollback.")
    boolean rollback;

    @Option(names = "--undo", description = "Put back what an interrupted upgrade has done.")
    boolean undo;

    @Option(names = "--no-backup", description = "Go on without a backup of the last 24 hours.")
    boolean noBackup;

    @Option(names = "--no-caches", description = "Make no caches for quick starts (150 MB, some seconds).")
    boolean noCaches;

    UpgradeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Layout layout = place.layout();
        Site site = Site.at(layout);
        Deployment deployment = new Deployment(site, session.terminal().err());
        if (undo) {
            deployment.undo(Intent.Operation.upgrade);
            return ExitCode.OK.code();
        }
        Installed installed = Installed.mustBe(layout);
        if (rollback) {
            return new Rollback(session, site, installed).run(place.plan, output);
        }
        Optional<Intent> begun = deployment.begun(finalizes ? Intent.Operation.finalize : Intent.Operation.upgrade);
        Intent intent = begun.isPresent()
                ? begun.get()
                : finalizes ? finalizing(layout, installed) : upgrading(layout, installed);
        if (place.plan) {
            return new PlanPage(
                            Plan.of(site, intent),
                            finalizes
                                    ? Optional.empty()
                                    : BlastRadius.of(site.running().status()),
                            notes(layout, installed))
                    .print(session.terminal(), output);
        }
        if (begun.isEmpty() && !finalizes) {
            preflight(layout);
        }
        deployment.run(intent);
        session.terminal()
                .out()
                .println(
                        finalizes
                                ? "finalized: " + intent.release() + "; releases that do not run are gone"
                                : "upgraded: " + intent.release() + aboutServer(intent)
                                        + "\nwhen you are content: kefuctl upgrade --finalize; if not: kefuctl rollback");
        return ExitCode.OK.code();
    }

    private static String aboutServer(Intent intent) {
        return intent.start() ? "" : "\na server that runs is the one of before until whoever runs it starts it anew";
    }

    private void preflight(Layout layout) throws IOException {
        Preflight.mayWrite(layout);
        Preflight.libraries(layout);
        Preflight.room(layout);
        if (!noBackup && Steps.exists(layout.data())) {
            Preflight.backup(layout, Duration.ofHours(BACKUP_HOURS));
        }
    }

    private Intent upgrading(Layout layout, Installed installed) throws IOException, InterruptedException {
        if (!installed.previous().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    "the upgrade from " + installed.previous() + " to " + installed.release() + " is not finalized",
                    "kefuctl upgrade --finalize, or kefuctl rollback");
        }
        Origin origin = source.checked(layout);
        Release release = Source.look(origin);
        Preflight.platform(release);
        Preflight.upgradable(Release.in(layout.release(installed.release())), release);
        boolean there = Steps.exists(layout.release(release.name()));
        return new Intent(
                Intent.Operation.upgrade,
                release.name(),
                there ? Origin.IN_PLACE : origin,
                installed.release(),
                installed.user(),
                installed.madeUser(),
                installed.service(),
                Configuration.KEPT,
                layout.live() && installed.service() != ServiceKind.none,
                !noCaches,
                false,
                false);
    }

    private static Intent finalizing(Layout layout, Installed installed) throws IOException {
        try (Stream<Path> kept = Files.list(layout.releases())) {
            if (kept.allMatch(each -> each.getFileName().toString().equals(installed.release()))) {
                throw new CommandFailure(
                        ExitCode.PREFLIGHT_FAILED,
                        "there is nothing to finalize: " + installed.release() + " is the only release here",
                        "kefuctl upgrade --plan --from ARCHIVE, for the next one");
            }
        }
        return new Intent(
                Intent.Operation.finalize,
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

    private List<String> notes(Layout layout, Installed installed) {
        List<String> notes = new ArrayList<>();
        if (finalizes) {
            return notes;
        }
        try {
            preflight(layout);
        } catch (CommandFailure e) {
            notes.add("would be refused: " + e.getMessage() + " (" + e.remedy() + ")");
        } catch (IOException e) {
            notes.add("would be refused: " + e.getMessage());
        }
        if (installed.service() == ServiceKind.none) {
            notes.add("no service is known here: whoever runs the server starts it again");
        }
        return notes;
    }
}
