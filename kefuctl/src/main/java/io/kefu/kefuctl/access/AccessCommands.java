package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.Session;
import picocli.CommandLine;

/** The commands about who may operate which server. */
public final class AccessCommands {

    private AccessCommands() {}

    public static Object token(Session session) {
        return new CommandLine(new TokenCommand())
                .addSubcommand(new TokenCreateCommand(session))
                .addSubcommand(new TokenListCommand(session))
                .addSubcommand(new TokenRevokeCommand(session));
    }

    public static Object context(Session session) {
        return new CommandLine(new ContextCommand())
                .addSubcommand(new ContextAddCommand(session))
                .addSubcommand(new ContextListCommand(session))
                .addSubcommand(new ContextUseCommand(session))
                .addSubcommand(new ContextRemoveCommand(session));
    }

    public static Object audit(Session session) {
        return new CommandLine(new AuditCommand())
                .addSubcommand(new AuditListCommand(session))
                .addSubcommand(new AuditVerifyCommand(session));
    }
}
