package io.kefu.kefuctl;

import io.kefu.kefuctl.access.AccessCommands;
import io.kefu.kefuctl.bench.BenchCommands;
import io.kefu.kefuctl.bundle.BundleCommands;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.FailureReport;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.config.ConfigCommands;
import io.kefu.kefuctl.debug.DebugCommands;
import io.kefu.kefuctl.desk.DeskCommands;
import io.kefu.kefuctl.doctor.DoctorCommands;
import io.kefu.kefuctl.install.InstallCommands;
import io.kefu.kefuctl.run.RunCommands;
import io.kefu.kefuctl.shell.CompletionCommand;
import io.kefu.kefuctl.shell.ManCommand;
import io.kefu.kefuctl.status.StatusCommands;
import io.kefu.kefuctl.storage.StorageCommands;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
        String[] arguments =
                given.length == 1 && given[0].equals("--version") ? new String[] {"version"} : inOrder(given);
        boolean debug = Arrays.asList(arguments).contains("--debug");
        CommandLine commands = buildFor(arguments)
                .setParameterExceptionHandler((e, _) -> usage(e))
                .setExecutionExceptionHandler(
                        (e, command, parsed) -> FailureReport.print(e, debug, session.terminal()));
        return commands.execute(arguments);
    }

    /** {@code --context prod status} is {@code status --context prod}. */
    private static String[] inOrder(String... given) {
        String first = given.length == 0 ? "" : given[0];
        boolean apart = first.equals("--context");
        int taken = apart ? 2 : 1;
        if ((!apart && !first.startsWith("--context=")) || given.length <= taken) {
            return given;
        }
        List<String> all = Arrays.asList(given);
        List<String> line = new ArrayList<>(all.subList(taken, all.size()));
        int options = line.indexOf("--"); // what follows it is none
        line.addAll(options < 0 ? line.size() : options, all.subList(0, taken));
        return line.toArray(String[]::new);
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
        commands.put("up", () -> RunCommands.up(session));
        commands.put("serve", () -> RunCommands.serve(session));
        commands.put("status", () -> StatusCommands.status(session));
        commands.put("doctor", () -> DoctorCommands.doctor(session));
        commands.put("drain", () -> RunCommands.drain(session));
        commands.put("undrain", () -> RunCommands.undrain(session));
        commands.put("config", () -> ConfigCommands.config(session));
        commands.put("sync", () -> ConfigCommands.sync(session));
        commands.put("route", () -> ConfigCommands.route(session));
        commands.put("agent", () -> DeskCommands.agent(session));
        commands.put("channel", () -> DeskCommands.channel(session));
        commands.put("conversation", () -> DeskCommands.conversation(session));
        commands.put("storage", () -> StorageCommands.storage(session));
        commands.put("backup", () -> StorageCommands.backup(session));
        commands.put("restore", () -> StorageCommands.restore(session));
        commands.put("install", () -> InstallCommands.install(session));
        commands.put("upgrade", () -> InstallCommands.upgrade(session));
        commands.put("rollback", () -> InstallCommands.rollback(session));
        commands.put("uninstall", () -> InstallCommands.uninstall(session));
        commands.put("bundle", () -> BundleCommands.bundle(session));
        commands.put("bench", () -> BenchCommands.bench(session));
        commands.put("debug", () -> DebugCommands.debug(session));
        commands.put("token", () -> AccessCommands.token(session));
        commands.put("context", () -> AccessCommands.context(session));
        commands.put("audit", () -> AccessCommands.audit(session));
        commands.put("completion", () -> new CompletionCommand(session, this::build));
        commands.put("man", () -> new ManCommand(session, this::build));
        commands.put("version", () -> new VersionCommand(session));
        return commands;
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
        return FailureReport.print(
                new CommandFailure(ExitCode.USAGE, text.toString(), help), false, session.terminal());
    }
}
