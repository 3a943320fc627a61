package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.StandardOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "storage",
        description =
                "The tiers: what they hold, whether they agree, their messages as a file, and what is erased or held.",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl storage status", "  kefuctl storage verify --day 2026-10-01"})
final class StorageCommand implements Runnable {

    @Mixin
    StandardOptions standard;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
