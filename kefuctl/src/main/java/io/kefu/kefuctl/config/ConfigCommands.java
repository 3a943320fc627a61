package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.Session;
import picocli.CommandLine;

/** The commands about the configuration. */
public final class ConfigCommands {

    private ConfigCommands() {}

    public static CommandLine config(Session session) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigInitCommand(session))
                .addSubcommand(new ConfigValidateCommand(session))
                .addSubcommand(new ConfigRenderCommand(session))
                .addSubcommand(new ConfigExplainCommand(session))
                .addSubcommand(new ConfigSchemaCommand(session))
                .addSubcommand(new ConfigTestCommand(session))
                .addSubcommand(new ConfigPlanCommand(session))
                .addSubcommand(new ConfigApplyCommand(session))
                .addSubcommand(new ConfigConfirmCommand(session))
                .addSubcommand(new ConfigHistoryCommand(session))
                .addSubcommand(new ConfigDiffCommand(session))
                .addSubcommand(new ConfigRollbackCommand(session))
                .addSubcommand(new ConfigDriftCommand(session));
    }

    public static Object sync(Session session) {
        return new SyncCommand(session);
    }

    public static CommandLine route(Session session) {
        return new CommandLine(new RouteCommand())
                .addSubcommand(new RouteExplainCommand(session))
                .addSubcommand(new RouteReplayCommand(session));
    }
}
