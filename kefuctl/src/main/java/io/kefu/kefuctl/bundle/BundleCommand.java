package io.kefu.kefuctl.bundle;

import io.kefu.kefuctl.cli.StandardOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Its subcommands do the work. */
@Command(
        name = "bundle",
        description = "One file with all that a host without a network needs: releases, docs, examples, migrations.",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bundle create --from target/release --key kefu.key kefu-bundle.zip",
            "  kefuctl bundle verify kefu-bundle.zip --key kefu.pub"
        })
final class BundleCommand implements Runnable {

    @Mixin
    StandardOptions standard;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
