package io.kefu.kefuctl.debug;

import io.kefu.kefuctl.cli.Session;
import picocli.CommandLine;

/** The commands for somebody who is to help. */
public final class DebugCommands {

    private DebugCommands() {}

    public static CommandLine debug(Session session) {
        return new CommandLine(new DebugCommand()).addSubcommand(new DebugBundleCommand(session));
    }
}
