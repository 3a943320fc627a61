package io.kefu.kefuctl;

import io.kefu.kefuctl.cli.StandardOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "kefuctl",
        description = "Runs and operates Kefu, live chat. COMMAND --help tells more of one.",
        commandListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl up                try it: server, demo page and console",
            "  kefuctl status            how the server of this host is",
            "",
            "Exit codes: 0 ok, 1 failed, 2 usage, 3 drift, 4 degraded, 5 unhealthy,",
            "6 preflight failed, 7 revision conflict, 69 unreachable, 78 bad configuration."
        })
final class RootCommand implements Runnable {

    @Mixin
    StandardOptions standard;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
