package io.kefu.kefuctl;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    public int run(String... arguments) {
        boolean debug = Arrays.asList(arguments).contains("--debug");
        return build().setParameterExceptionHandler((e, given) -> usage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, debug))
                .execute(arguments);
    }

    CommandLine build() {
        CommandLine config = new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigInitCommand(session))
                .addSubcommand(new ConfigValidateCommand(session))
                .addSubcommand(new ConfigRenderCommand(session))
                .addSubcommand(new ConfigSchemaCommand(session))
                .addSubcommand(new ConfigApplyCommand(session));
        CommandLine agent = new CommandLine(new AgentCommand()).addSubcommand(new AgentPasswdCommand(session));
        CommandLine root = new CommandLine(new RootCommand())
                .addSubcommand(new UpCommand(session))
                .addSubcommand(new ServeCommand(session))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(config)
                .addSubcommand(agent)
                .addSubcommand(new VersionCommand(session))
                .setOut(new PrintWriter(session.terminal().out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(session.terminal().err(), true, StandardCharsets.UTF_8))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(session.terminal().colour() ? Ansi.ON : Ansi.OFF));
        space(root);
        return root;
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
