package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.StandardOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "hold",
        description =
                "Conversations that are kept whatever their age, and whoever asks for their erasure, until they are let go.",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl storage hold add cZk3v9mQ2 --reason \"case 2026-117\"", "  kefuctl storage hold list"})
final class StorageHoldCommand implements Runnable {

    @Mixin
    StandardOptions standard;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
