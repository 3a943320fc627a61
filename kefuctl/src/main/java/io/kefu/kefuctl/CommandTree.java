package io.kefu.kefuctl;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, put together; and what becomes of their failures. */
public final class CommandTree {

    private final Session session;

    public CommandTree(Session session) {
        this.session = session;
    }

    /** Runs one command line and returns the exit code. Throws nothing. */
    public int run(String... given) {
        String[] arguments = given.length == 1 && given[0].equals("--version") ? new String[] {"version"} : given;
        boolean debug = Arrays.asList(arguments).contains("--debug");
        return buildFor(arguments)
                .setParameterExceptionHandler((e, _) -> usage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, debug))
                .execute(arguments);
    }

    /** Everything, for help and for hints at what was mistyped. */
    CommandLine build() {
        return build(commands().keySet());
    }

    /** Only the command that was named has its annotations read, so that a short one starts sooner. */
    private CommandLine buildFor(String... arguments) {
        boolean known = arguments.length > 0 && commands().containsKey(arguments[0]);
        return known ? build(Set.of(arguments[0])) : build();
    }

    private CommandLine build(Set<String> wanted) {
        CommandLine root = new CommandLine(new RootCommand());
        commands().forEach((name, command) -> {
            if (wanted.contains(name)) {
                root.addSubcommand(name, command.get());
            }
        });
        root.setOut(new PrintWriter(session.terminal().out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(session.terminal().err(), true, StandardCharsets.UTF_8))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(session.terminal().colour() ? Ansi.ON : Ansi.OFF));
        space(root);
        return root;
    }

    private SequencedMap<String, Supplier<Object>> commands() {
        SequencedMap<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("up", () -> new UpCommand(session));
        commands.put("serve", () -> new ServeCommand(session));
        commands.put("status", () -> new StatusCommand(session));
        commands.put("drain", () -> new DrainCommand(session));
        commands.put("undrain", () -> new UndrainCommand(session));
        commands.put("config", this::config);
        commands.put("agent", () -> new CommandLine(new AgentCommand()).addSubcommand(new AgentPasswdCommand(session)));
        commands.put("storage", this::storage);
        commands.put("backup", this::backup);
        commands.put("restore", () -> new RestoreCommand(session));
        commands.put("bench", this::bench);
        commands.put("version", () -> new VersionCommand(session));
        return commands;
    }

    private CommandLine config() {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigInitCommand(session))
                .addSubcommand(new ConfigValidateCommand(session))
                .addSubcommand(new ConfigRenderCommand(session))
                .addSubcommand(new ConfigSchemaCommand(session))
                .addSubcommand(new ConfigApplyCommand(session));
    }

    private CommandLine bench() {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchConnectionsCommand(session))
                .addSubcommand(new BenchRelayCommand(session))
                .addSubcommand(new BenchFanoutCommand(session))
                .addSubcommand(new BenchStormCommand(session))
                .addSubcommand(new BenchRestartCommand(session))
                .addSubcommand(new BenchSoakCommand(session))
                .addSubcommand(new BenchHostileCommand(session));
    }

    private CommandLine backup() {
        return new CommandLine(new BackupCommand())
                .addSubcommand(new BackupCreateCommand(session))
                .addSubcommand(new BackupVerifyCommand(session));
    }

    private CommandLine storage() {
        return new CommandLine(new StorageCommand())
                .addSubcommand(new StorageStatusCommand(session))
                .addSubcommand(new StorageVerifyCommand(session))
                .addSubcommand(new StorageRepairCommand(session))
                .addSubcommand(new StorageBackfillCommand(session))
                .addSubcommand(new StorageExportCommand(session))
                .addSubcommand(new StorageEraseCommand(session))
                .addSubcommand(new CommandLine(new StorageHoldCommand())
                        .addSubcommand(new StorageHoldAddCommand(session))
                        .addSubcommand(new StorageHoldRemoveCommand(session))
                        .addSubcommand(new StorageHoldListCommand(session)));
    }

    /** A blank line between what a command is and what it takes, in each help. */
    private static void space(CommandLine command) {
        command.getCommandSpec().usageMessage().optionListHeading("%n").parameterListHeading("%n");
        command.getSubcommands().values().forEach(CommandTree::space);
    }

    private int usage(ParameterException e) {
        StringBuilder text = new StringBuilder(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            unmatched.getSuggestions().stream()
                    .limit(3)
                    .forEach(near -> text.append("; did you mean ").append(near).append('?'));
        }
        String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        return report(new CommandFailure(ExitCode.USAGE, text.toString(), help), false);
    }

    private int failed(Exception e, boolean debug) {
        CommandFailure failure = e instanceof CommandFailure known
                ? known
                : new CommandFailure(
                        ExitCode.FAILED, "something unforeseen: " + e, "say --debug to see where it came from", e);
        return report(failure, debug);
    }

    private int report(CommandFailure failure, boolean debug) {
        Terminal terminal = session.terminal();
        if (failure.exit() == ExitCode.BAD_CONFIGURATION) {
            terminal.err().println(failure.getMessage());
        } else {
            terminal.err().println("kefuctl: error: " + failure.getMessage());
        }
        if (!failure.remedy().isEmpty()) {
            terminal.err().println("  try: " + failure.remedy());
        }
        if (debug) {
            failure.printStackTrace(terminal.err());
        }
        return failure.exit().code();
    }
}
