package io.kefu.kefuctl.install;

import io.kefu.kefuctl.bundle.Bundle;
import io.kefu.kefuctl.bundle.Checksums;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a release comes from, and who must have signed it. */
final class SourceOptions {

    @Option(
            names = "--from",
            paramLabel = "PATH",
            description =
                    "A release archive, an unpacked release, or a bundle. Default: the one that this kefuctl is of.")
    Optional<Path> from = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The public key (PEM) that must have signed it. Default: /etc/kefu/release.pub, if there is one.")
    Optional<Path> key = Optional.empty();

    /** Checked and nothing written; the release itself is compared with its list of files when it is unpacked. */
    Origin checked(Layout layout) throws IOException {
        Path source = from.orElseGet(Source::own).toAbsolutePath().normalize();
        // One that cannot be read is no reason to do without.
        Optional<Path> known =
                key.or(() -> Optional.of(layout.config().resolve("release.pub")).filter(Steps::exists));
        if (!Files.isReadable(source)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    source + " cannot be read",
                    "name an archive: --from kefu-VERSION-linux-x64.tar.gz");
        }
        if (Files.isDirectory(source)) {
            return unpacked(source, known);
        }
        if (source.toString().endsWith(".zip")) {
            Bundle.Archive archive = Bundle.at(source).verified(known).archive(Release.ownPlatform());
            return new Origin(source.toString(), archive.name(), archive.sha256());
        }
        return new Origin(source.toString(), "", Checksums.verify(source, known));
    }

    /** Has no signature: whoever trusts it enough to run it as root may install it, and no other where a key is known. */
    private Origin unpacked(Path source, Optional<Path> known) throws IOException {
        Release.in(source);
        if (key.isPresent() || (known.isPresent() && !source.equals(Source.own()))) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "an unpacked release has no signature, and " + known.orElseThrow()
                            + " must have signed what is installed",
                    "name the archive: --from kefu-VERSION-linux-x64.tar.gz");
        }
        return new Origin(source.toString(), "", Contents.listed(source));
    }
}
