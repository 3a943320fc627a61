package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.Session;
import picocli.CommandLine;

/** The commands about what is stored. */
public final class StorageCommands {

    private StorageCommands() {}

    public static CommandLine storage(Session session) {
        return new CommandLine(new StorageCommand())
                .addSubcommand(new StorageStatusCommand(session))
                .addSubcommand(new StorageVerifyCommand(session))
                .addSubcommand(new StorageRepairCommand(session))
                .addSubcommand(new StorageBackfillCommand(session))
                .addSubcommand(new StorageExportCommand(session))
                .addSubcommand(new StorageEraseCommand(session))
                .addSubcommand(hold(session));
    }

    private static CommandLine hold(Session session) {
        return new CommandLine(new StorageHoldCommand())
                .addSubcommand(new StorageHoldAddCommand(session))
                .addSubcommand(new StorageHoldRemoveCommand(session))
                .addSubcommand(new StorageHoldListCommand(session));
    }

    public static CommandLine backup(Session session) {
        return new CommandLine(new BackupCommand())
                .addSubcommand(new BackupCreateCommand(session))
                .addSubcommand(new BackupVerifyCommand(session));
    }

    public static Object restore(Session session) {
        return new RestoreCommand(session);
    }
}
