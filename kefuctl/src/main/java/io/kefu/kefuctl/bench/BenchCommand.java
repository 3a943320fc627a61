package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.StandardOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "Puts a load on a server and tells what came of it. Without --url and --data the server is one"
                + " of its own, in a directory that is removed afterwards.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl bench relay --seconds 10", "  kefuctl bench connections --connections 10000 --json"})
final class BenchCommand implements Runnable {

    @Mixin
    StandardOptions standard;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
