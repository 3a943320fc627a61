package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.Session;
import picocli.CommandLine;

/** The command that puts a load on a server. */
public final class BenchCommands {

    private BenchCommands() {}

    public static CommandLine bench(Session session) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchConnectionsCommand(session))
                .addSubcommand(new BenchRelayCommand(session))
                .addSubcommand(new BenchFanoutCommand(session))
                .addSubcommand(new BenchRestCommand(session))
                .addSubcommand(new BenchStormCommand(session))
                .addSubcommand(new BenchRestartCommand(session))
                .addSubcommand(new BenchSoakCommand(session))
                .addSubcommand(new BenchHostileCommand(session));
    }
}
