package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.Contexts;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description =
                "Forgets a context, and its token where that is kept here. The token stays good: see token revoke.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl context remove prod", "  kefuctl context remove staging --debug"})
public final class ContextRemoveCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Parameters(paramLabel = "NAME", description = "Its name.")
    String name;

    public ContextRemoveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Contexts contexts = Contexts.own();
        contexts.get(name);
        contexts.without(name).write();
        session.terminal().err().println("context " + name + " is forgotten");
        return ExitCode.OK.code();
    }
}
