package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.StandardOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = "A copy of everything that a server holds in files of its own, made while it serves.",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl backup create /backup/kefu-2026-10-01.zip",
            "  kefuctl backup verify /backup/kefu-2026-10-01.zip"
        })
final class BackupCommand implements Runnable {

    @Mixin
    StandardOptions standard;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
