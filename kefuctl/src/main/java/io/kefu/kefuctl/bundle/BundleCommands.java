package io.kefu.kefuctl.bundle;

import io.kefu.kefuctl.cli.Session;
import picocli.CommandLine;

/** {@code kefuctl bundle} and what is below it. */
public final class BundleCommands {

    private BundleCommands() {}

    public static CommandLine bundle(Session session) {
        return new CommandLine(new BundleCommand())
                .addSubcommand(new BundleCreateCommand(session))
                .addSubcommand(new BundleVerifyCommand(session))
                .addSubcommand(new BundleMirrorCommand(session));
    }
}
