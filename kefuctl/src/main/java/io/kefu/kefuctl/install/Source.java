package io.kefu.kefuctl.install;

import io.kefu.kefuctl.bundle.Bundle;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Reads a release: an archive, one within a bundle, or a directory that one was unpacked into. */
final class Source {

    private static final Duration BOUND = Duration.ofMinutes(10);

    /** The first of what an archive holds; a release.json has some hundred bytes. */
    private static final String DESCRIPTION =
            "tar -xzOf - --wildcards --occurrence=1 '*/release.json' 2>/dev/null | head -c 4096";

    private Source() {}

    /** The release that this very kefuctl belongs to. */
    static Path own() {
        try {
            Path jar = Path.of(Source.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.toAbsolutePath().normalize().getParent().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar's place is no path", e);
        }
    }

    /** What it says of itself, before it is unpacked. */
    static Release look(Origin origin) throws IOException, InterruptedException {
        if (Files.isDirectory(Path.of(origin.path()))) {
            return Release.in(Path.of(origin.path()));
        }
        Seen seen = through(origin, List.of("/bin/sh", "-c", DESCRIPTION));
        compare(origin, seen.sha256());
        if (seen.said().isBlank()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    origin.says() + " is no release, or is cut off",
                    "fetch it again and compare it: sha256sum -c SHA256SUMS");
        }
        return Release.parse(seen.said(), origin.says() + ", release.json");
    }

    /** Leaves the release in a directory, which does not exist before, as it was checked and as it was built. */
    static void unpack(Origin origin, Path into) throws IOException, InterruptedException {
        // Nobody else's until all of it is known to be what was checked.
        Files.createDirectory(into, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path from = Path.of(origin.path());
        if (Files.isDirectory(from)) {
            Tree.copy(from, into);
            compare(origin, Contents.listed(into));
        } else {
            List<String> program = List.of(
                    "tar",
                    "-xzf",
                    "-",
                    "-C",
                    into.toString(),
                    "--strip-components=1",
                    "--no-same-owner",
                    "--no-same-permissions");
            compare(origin, through(origin, program).sha256());
        }
        Tree.asBuilt(into);
        Contents.verify(into);
    }

    /**
     * What a program made of an archive.
     *
     * @param sha256 of the very bytes that it was given
     */
    private record Seen(String said, String sha256) {}

    private static Seen through(Origin origin, List<String> program) throws IOException, InterruptedException {
        MessageDigest digest = Contents.digest();
        try (InputStream in = new DigestInputStream(open(origin), digest)) {
            String said = Programs.feed(BOUND, program, in);
            return new Seen(said, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static InputStream open(Origin origin) throws IOException {
        Path path = Path.of(origin.path());
        return origin.entry().isEmpty() ? Files.newInputStream(path) : Bundle.open(path, origin.entry());
    }

    private static void compare(Origin origin, String sha256) {
        if (!sha256.equals(origin.sha256())) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    origin.says() + " was changed since it was checked",
                    "see who may write there, fetch it again, then the same command once more");
        }
    }
}
