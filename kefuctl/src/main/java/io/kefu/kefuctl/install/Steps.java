package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the operations are made of. */
final class Steps {

    private static final String OWNERS_FOLDER = "rwx------";
    private static final String PART = ".part-";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration LEFT_BOUND = Duration.ofSeconds(30);

    private final Site site;
    private final Layout layout;
    private final Intent intent;
    private final Service service;
    private final Tuning tuning;

    Steps(Site site, Intent intent) {
        this.site = site;
        this.layout = site.layout();
        this.intent = intent;
        this.service = Service.of(intent.service(), site, intent.user());
        this.tuning = new Tuning(site);
    }

    Step user() {
        return new Step(
                "user",
                "the service user " + intent.user(),
                () -> {
                    if (intent.madeUser() && Account.privileged()) {
                        Account.make(layout, intent.user());
                    }
                },
                this::forgetUser);
    }

    private void forgetUser() throws IOException, InterruptedException {
        if (intent.madeUser() && Account.privileged()) {
            Account.remove(layout, intent.user());
        }
    }

    Step unpack() {
        Path place = layout.release(intent.release());
        return new Step(
                "release", "release " + intent.release() + " into " + layout.inside(place), () -> unpack(place), () -> {
                    clearParts();
                    if (!intent.origin().inPlace()) {
                        Tree.delete(place);
                    }
                    Tree.deleteIfEmpty(layout.releases());
                });
    }

    /** Stands in its place only when all of it is there. */
    private void unpack(Path place) throws IOException, InterruptedException {
        if (Files.exists(place) || intent.origin().inPlace()) {
            return;
        }
        clearParts();
        Files.createDirectories(layout.releases());
        // Of this process alone: what a killed one has started may write to its own for a moment.
        Path part = layout.releases().resolve(PART + ProcessHandle.current().pid());
        Source.unpack(intent.origin(), part);
        Release found = Release.in(part);
        if (!found.name().equals(intent.release())) {
            throw new IOException(
                    intent.origin().says() + " holds " + found.name() + ", and says that it is " + intent.release());
        }
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private void clearParts() throws IOException, InterruptedException {
        if (!Files.isDirectory(layout.releases())) {
            return;
        }
        try (Stream<Path> all = Files.list(layout.releases())) {
            for (Path each : all.toList()) {
                if (each.getFileName().toString().startsWith(PART)) {
                    Wait.until("what a killed command has left to end", LEFT_BOUND, () -> deleted(each));
                }
            }
        }
    }

    /** False while somebody still writes there. */
    private static boolean deleted(Path directory) throws IOException {
        try {
            Tree.delete(directory);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    Step folders() {
        List<Path> folders = List.of(layout.data(), layout.logs(), layout.backups());
        return new Step(
                "folders",
                "folders for data, logs and backups, " + intent.user() + "'s alone",
                () -> {
                    Account account = Account.of(layout, intent.user());
                    for (Path folder : folders) {
                        Files.createDirectories(folder);
                        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(OWNERS_FOLDER));
                        account.own(folder);
                    }
                },
                () -> {
                    for (Path folder : folders) {
                        Tree.deleteIfEmpty(folder);
                    }
                });
    }

    Step config() {
        Configuration configuration = new Configuration(layout, intent);
        return new Step(
                "config",
                "a configuration in " + layout.inside(layout.config()),
                configuration::begin,
                configuration::undo);
    }

    /** The release that is to run looks at the configuration: what it does not take would stop its start. */
    Step check() {
        return new Step(
                "check",
                "the configuration, as the release reads it",
                () -> {
                    try {
                        Programs.run(
                                site.patience(),
                                List.of(
                                        program("kefuctl"),
                                        "config",
                                        "validate",
                                        layout.config().toString()));
                    } catch (Programs.Failed e) {
                        throw new CommandFailure(
                                ExitCode.BAD_CONFIGURATION,
                                "the configuration does not hold for " + intent.release() + ": " + e.getMessage(),
                                "mend it, then the same again",
                                e);
                    }
                },
                Step.NOTHING);
    }

    private String program(String name) {
        return layout.release(intent.release()).resolve("bin").resolve(name).toString();
    }

    /** Nothing depends on them: a failure is no reason to stop. */
    Step caches() {
        return new Step(
                "caches",
                "caches for quick starts, made on this host",
                () -> {
                    if (intent.caches()
                            && !Files.exists(layout.release(intent.release()).resolve("lib/server.aot"))) {
                        try {
                            Programs.run(site.patience(), List.of(program("kefu-train")));
                        } catch (Programs.Failed e) {
                            if (e.getMessage().contains("No space left")) {
                                throw e;
                            }
                        }
                    }
                },
                Step.NOTHING);
    }

    Step current() {
        Path target = Path.of("releases", intent.release());
        return new Step("current", "current → " + target, () -> Durable.link(layout.current(), target), () -> {
            Files.deleteIfExists(layout.current().resolveSibling("current.next"));
            if (intent.previous().isEmpty()) {
                Files.deleteIfExists(layout.current());
            } else {
                Durable.link(layout.current(), Path.of("releases", intent.previous()));
            }
        });
    }

    Step command() {
        String target = layout.inside(layout.current()) + "/bin/kefuctl";
        return new Step(
                "command",
                layout.inside(layout.command()) + " → " + target,
                () -> {
                    if (exists(layout.command()) && !commandIsOwn()) {
                        throw new CommandFailure(
                                ExitCode.PREFLIGHT_FAILED,
                                layout.inside(layout.command()) + " is there already, and leads to no release of here",
                                "move it away, then the same again");
                    }
                    Files.createDirectories(layout.command().getParent());
                    Durable.link(layout.command(), Path.of(target));
                },
                this::unlinkCommand);
    }

    private boolean commandIsOwn() throws IOException {
        return Files.isSymbolicLink(layout.command())
                && Files.readSymbolicLink(layout.command())
                        .equals(Path.of(layout.inside(layout.current()) + "/bin/kefuctl"));
    }

    private void unlinkCommand() throws IOException {
        if (commandIsOwn()) {
            Files.delete(layout.command());
        }
    }

    /** Before the server's start: how many may wait to be accepted is counted when it begins to listen. */
    Step tune() {
        return new Step(
                "tuning",
                TuningReport.settings(intent.tuning().size()) + " in " + layout.inside(layout.sysctl()),
                () -> tuning.raise(intent.tuning()),
                () -> tuning.putBack(intent.tuning()));
    }

    boolean isTuned() {
        return exists(layout.sysctl());
    }

    Step untune() {
        return new Step(
                "tuning",
                "remove " + layout.inside(layout.sysctl()) + " where kefuctl has written it",
                tuning::remove,
                Step.NOTHING);
    }

    Step enable() {
        String how = switch (intent.service()) {
            case systemd -> "the unit kefu.service of systemd";
            case supervisor -> "no systemd here: kefu-supervise keeps the server running";
            case none -> "no service: somebody else starts the server";
        };
        return new Step("service", how, service::enable, service::disable);
    }

    /** The unit as this release has it; the one before would do for either. */
    Step renew() {
        return new Step("service", "the service as this release describes it", service::enable, Step.NOTHING);
    }

    Step start() {
        return new Step(
                "start",
                "start the server, and wait until it is ready",
                () -> {
                    if (intent.start()) {
                        service.start(intent.release());
                    }
                },
                this::stopFirst);
    }

    /**
     * An undone install leaves no server. Its data is set aside, as root's: the server may have served for days, between a kill
     * and the undoing. Logs stay, and say why.
     */
    private void stopFirst() throws IOException, InterruptedException {
        if (intent.start()) {
            service.stop();
            if (intent.fresh() && Files.isDirectory(layout.data()) && !Tree.isEmpty(layout.data())) {
                Account.root().own(layout.data());
                setAside(layout.data());
            }
            if (Files.isDirectory(layout.logs())) {
                Account.root().own(layout.logs());
            }
        }
    }

    private static void setAside(Path directory) throws IOException {
        String name = directory.getFileName() + ".undone-" + TIME.format(Instant.now());
        try {
            Files.move(directory, directory.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // A file system of its own cannot be moved: all stays where it is, and the next install finds it.
        }
    }

    Step handOver() {
        return new Step(
                "hand-over",
                "the new server takes the place of the one that runs",
                () -> {
                    if (intent.start()) {
                        service.handOver(intent.release());
                    }
                },
                () -> {
                    if (intent.start() && !intent.previous().isEmpty()) {
                        Durable.link(layout.current(), Path.of("releases", intent.previous()));
                        service.handOver(intent.previous());
                    }
                });
    }

    Step verify() {
        return new Step(
                "verify",
                "a visitor of no one's leaves a sentence and reads it again",
                () -> {
                    if (!intent.start() || intent.service() == ServiceKind.none) {
                        return;
                    }
                    JsonNode status = site.running()
                            .status()
                            .orElseThrow(() -> new IOException("the server does not answer on its admin listener"));
                    Optional<String> channel = VisitorCheck.channel(status);
                    String url = status.path("listeners").path("public").asString("");
                    // Whether a certificate's name is this host's is not to be judged from here.
                    if (channel.isPresent() && url.startsWith("http:")) {
                        new VisitorCheck(URI.create(url)).run(channel.get());
                    }
                },
                Step.NOTHING);
    }

    Step record(String previous) {
        return new Step(
                "record",
                "write down what is installed",
                () -> {
                    new Installed(intent.release(), previous, intent.user(), intent.madeUser(), intent.service())
                            .write(layout);
                },
                () -> {
                    if (intent.previous().isEmpty()) {
                        Installed.forget(layout);
                    } else {
                        before().write(layout);
                    }
                });
    }

    /** A rollback that is undone may be asked for again: the way back is the one that it was. */
    private Installed before() {
        String back = intent.operation() == Intent.Operation.rollback ? intent.release() : "";
        return new Installed(intent.previous(), back, intent.user(), intent.madeUser(), intent.service());
    }

    Step dropOthers() {
        return new Step(
                "drop",
                "remove the releases that do not run",
                () -> {
                    if (!Files.isDirectory(layout.releases())) {
                        return;
                    }
                    // Where somebody else runs the server, that may be one of before still.
                    List<String> kept =
                            List.of(intent.release(), site.running().release().orElse(intent.release()));
                    try (Stream<Path> all = Files.list(layout.releases())) {
                        for (Path each : all.toList()) {
                            if (!kept.contains(each.getFileName().toString())) {
                                Tree.delete(each);
                            }
                        }
                    }
                },
                Step.NOTHING);
    }

    Step stop() {
        return new Step("stop", "let clients go, and stop the server", service::stop, Step.NOTHING);
    }

    Step disable() {
        return new Step("service", "take the service away", service::disable, Step.NOTHING);
    }

    Step unlink() {
        return new Step(
                "links",
                "remove kefuctl and the link to the release",
                () -> {
                    unlinkCommand();
                    Files.deleteIfExists(layout.current());
                },
                Step.NOTHING);
    }

    Step releases() {
        return new Step("releases", "remove every release", () -> Tree.delete(layout.releases()), Step.NOTHING);
    }

    Step purge() {
        return new Step(
                "purge",
                "remove data, configuration, logs and the service user; backups stay",
                () -> {
                    for (Path place : List.of(layout.data(), layout.config(), layout.logs(), layout.run())) {
                        Tree.delete(place);
                    }
                    forgetUser();
                },
                Step.NOTHING);
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
