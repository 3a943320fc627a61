package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.LocalServer;
import io.kefu.server.app.QuickStart;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold before anything is changed. Each refusal names the remedy. */
final class Preflight {

    /** A release unpacked, and its caches. */
    private static final long ROOM = 600L << 20;

    private Preflight() {}

    static void mayWrite(Layout layout) {
        if (layout.live() && !Account.privileged()) {
            throw refused("this user may not install a service", "be root (sudo), or name a directory: --root DIR");
        }
    }

    static void platform(Release release) {
        if (!release.platform().equals(Release.ownPlatform())) {
            throw refused(
                    "the release is for " + release.platform() + ", and this host is " + Release.ownPlatform(),
                    "take the archive for " + Release.ownPlatform());
        }
    }

    /** A configuration to begin with is there: the server would find out at its first start only. */
    static void configuration(Path given) throws IOException {
        if (!QuickStart.isConfigured(given)) {
            throw refused(
                    given + " is no directory with a configuration (*.yaml)",
                    "kefuctl config init " + given + " makes one; without --config the install does");
        }
    }

    /** What the engines' own libraries are linked with, and a release does not bring: every Debian with apt has it. */
    static void libraries(Layout layout) {
        if (layout.live()) {
            library("libstdc++.so.6", "apt-get install libstdc++6");
        }
    }

    // The loader itself is asked: where a host keeps its libraries is its own affair.
    @SuppressWarnings("restricted")
    static void library(String name, String remedy) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED, name + " is missing here, which the server needs", remedy, e);
        }
    }

    static void room(Layout layout) {
        long free = free(layout.home());
        if (free < ROOM) {
            throw refused(
                    layout.inside(layout.home()) + " has " + (free >> 20) + " MiB free, and a release takes up to "
                            + (ROOM >> 20),
                    "free some space (df -h); kefuctl upgrade --finalize drops the release of before");
        }
    }

    /** The bytes that are free where a place is, or will be. */
    static long free(Path place) {
        Path existing = place;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        // Not by its file store, which Java looks for among the mounts: in a chroot its own is none of them.
        return existing.toFile().getUsableSpace();
    }

    /** No way back to a server that cannot read what the newer has written. */
    static void upgradable(Release from, Release to) {
        if (to.dataFormat() < from.dataFormat()) {
            throw refused(
                    to.name() + " reads data of format " + to.dataFormat() + ", and " + from.name() + " has written "
                            + from.dataFormat(),
                    "restore a backup of before, with a release of its time");
        }
        if (to.name().equals(from.name())) {
            throw refused(to.name() + " runs already", "kefuctl status");
        }
    }

    /** The newest backup may not be older than asked for. */
    static void backup(Layout layout, Duration atMost) throws IOException {
        Optional<Instant> newest = newest(layout.backups());
        if (newest.isEmpty() || newest.get().isBefore(Instant.now().minus(atMost))) {
            String what = newest.map(at -> "the newest backup in " + layout.inside(layout.backups()) + " is of " + at)
                    .orElse("there is no backup in " + layout.inside(layout.backups()));
            throw refused(
                    what + ", and may be " + atMost.toHours() + " h old at most",
                    "kefuctl backup create " + layout.inside(layout.backups().resolve("kefu.zip"))
                            + new LocalServer(layout.root(), Path.of("")).option(layout.data())
                            + ", or say --no-backup");
        }
    }

    private static Optional<Instant> newest(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".zip"))
                    .map(file -> Instant.ofEpochMilli(file.toFile().lastModified()))
                    .max(Comparator.naturalOrder());
        }
    }

    private static CommandFailure refused(String what, String remedy) {
        return new CommandFailure(ExitCode.PREFLIGHT_FAILED, what, remedy);
    }
}
