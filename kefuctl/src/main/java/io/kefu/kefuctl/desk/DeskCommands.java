package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.Session;
import picocli.CommandLine;

/** The commands about agents, channels and conversations. */
public final class DeskCommands {

    private DeskCommands() {}

    public static Object agent(Session session) {
        return new CommandLine(new AgentCommand())
                .addSubcommand(new AgentListCommand(session))
                .addSubcommand(new AgentPasswdCommand(session));
    }

    public static Object channel(Session session) {
        return new CommandLine(new ChannelCommand())
                .addSubcommand(new ChannelListCommand(session))
                .addSubcommand(new ChannelTestCommand(session));
    }

    public static Object conversation(Session session) {
        return new CommandLine(new ConversationCommand())
                .addSubcommand(new ConversationListCommand(session))
                .addSubcommand(new ConversationShowCommand(session))
                .addSubcommand(new ConversationTailCommand(session));
    }
}
