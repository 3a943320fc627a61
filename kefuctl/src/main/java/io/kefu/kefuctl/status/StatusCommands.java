package io.kefu.kefuctl.status;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import java.util.concurrent.Callable;

/** The command that looks at a running server. */
public final class StatusCommands {

    private StatusCommands() {}

    public static Object status(Session session) {
        return new StatusCommand(session);
    }

    /** One look, with these options and no other. */
    public static Callable<Integer> status(Session session, DataOption data, OutputOption output) {
        return new StatusCommand(session, data, output);
    }
}
