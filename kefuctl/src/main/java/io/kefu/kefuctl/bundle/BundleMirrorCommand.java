package io.kefu.kefuctl.bundle;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends with 0 when every file lies there, 1 with the reason when the bundle is refused. */
@Command(
        name = "mirror",
        description =
                "Verifies a bundle and lays its files into a directory, which a web server may then give to other hosts.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bundle mirror kefu-bundle.zip /srv/www/kefu --key kefu.pub",
            "  kefuctl install --from /srv/www/kefu/release/kefu-0.1.0-linux-x64.tar.gz"
        })
final class BundleMirrorCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Option(names = "--key", paramLabel = "FILE", description = "The public key (PEM) that must have signed it.")
    Optional<Path> key;

    @Parameters(index = "0", paramLabel = "FILE", description = "The bundle.")
    Path file;

    @Parameters(index = "1", paramLabel = "DIR", description = "Where its files go.")
    Path directory;

    BundleMirrorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Bundle.Verified bundle = Bundle.at(file).verified(key);
        bundle.mirror(directory);
        session.terminal()
                .out()
                .println(directory + ": " + bundle.contents().size() + " files of Kefu " + bundle.version());
        return ExitCode.OK.code();
    }
}
