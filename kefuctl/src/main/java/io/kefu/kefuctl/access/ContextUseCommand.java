package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.Contexts;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "use",
        description =
                "From now on this one is meant where neither --context nor --data says otherwise; `-` means none.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl context use prod", "  kefuctl context use -"})
public final class ContextUseCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Parameters(paramLabel = "NAME", description = "Its name, or -.")
    String name;

    public ContextUseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Contexts contexts = Contexts.own();
        boolean none = name.equals("-");
        if (!none) {
            contexts.get(name);
        }
        contexts.using(none ? Optional.empty() : Optional.of(name)).write();
        session.terminal().err().println(none ? "no context is in use" : "context " + name + " is in use");
        return ExitCode.OK.code();
    }
}
