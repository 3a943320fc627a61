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

/** Ends with 0 when all is as it was packed, 1 with the reason when not. */
@Command(
        name = "verify",
        description = "Compares every file of a bundle with its signed list.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bundle verify kefu-bundle.zip --key kefu.pub",
            "  kefuctl bundle verify kefu-bundle.zip        without looking at who made it"
        })
final class BundleVerifyCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Option(names = "--key", paramLabel = "FILE", description = "The public key (PEM) that must have signed it.")
    Optional<Path> key;

    @Parameters(paramLabel = "FILE", description = "The bundle.")
    Path file;

    BundleVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Bundle.Verified bundle = Bundle.at(file).verified(key);
        session.terminal()
                .out()
                .println(file + " holds Kefu " + bundle.version() + ", "
                        + bundle.contents().size() + " files as they were packed, "
                        + (bundle.signed() ? "signed by " + key.orElseThrow() : "by whom was not looked at (--key)"));
        return ExitCode.OK.code();
    }
}
