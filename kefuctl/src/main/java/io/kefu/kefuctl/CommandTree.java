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
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, put together; and what becomes of their failures. */
public final class CommandTree {

    private final Session session;
    private final CommandGroups groups;

    public CommandTree(Session session) {
        this.session = session;
        this.groups = groups();
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
        return build(groups.all().keySet());
    }

    /** Only the command that was named has its annotations read, so that a short one starts sooner. */
    private CommandLine buildFor(String... arguments) {
        boolean known = arguments.length > 0 && groups.all().containsKey(arguments[0]);
        return known ? build(Set.of(arguments[0])) : build();
    }

    private CommandLine build(Set<String> wanted) {
        CommandLine root = new CommandLine(new RootCommand());
        groups.all().forEach((name, command) -> {
            if (wanted.contains(name)) {
                root.addSubcommand(name, command.get());
            }
        });
        root.setOut(new PrintWriter(session.terminal().out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(session.terminal().err(), true, StandardCharsets.UTF_8))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(session.terminal().colour() ? Ansi.ON : Ansi.OFF));
        space(root);
        // Of many commands, and two options that each of them has, the commands are what one looks for.
        Map<String, IHelpSectionRenderer> sections = root.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> groups.overview(help.ansi()));
        sections.remove(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING);
        sections.remove(UsageMessageSpec.SECTION_KEY_OPTION_LIST);
        return root;
    }

    private CommandGroups groups() {
        return new CommandGroups()
                .group("The server")
                .command(
                        "up",
                        "try it: a small configuration, the server, and where to go",
                        () -> RunCommands.up(session))
                .command(
                        "serve",
                        "the server in the foreground, for systemd and containers",
                        () -> RunCommands.serve(session))
                .command(
                        "status",
                        "one screen about the running server, what is wrong first",
                        () -> StatusCommands.status(session))
                .command(
                        "doctor",
                        "what stands in the way on this host, or will, with the fix",
                        () -> DoctorCommands.doctor(session))
                .command(
                        "drain", "has all clients leave, each at a moment of its own", () -> RunCommands.drain(session))
                .command("undrain", "calls a drain off", () -> RunCommands.undrain(session))
                .group("Its configuration")
                .command(
                        "config",
                        "init, validate, plan, apply, history, rollback, explain …",
                        () -> ConfigCommands.config(session))
                .command("sync", "follows a checkout, or a prefix of etcd", () -> ConfigCommands.sync(session))
                .command(
                        "route",
                        "why conversations went where they went: explain, replay",
                        () -> ConfigCommands.route(session))
                .group("People and what they say")
                .command("agent", "who is there, and passwords: list, passwd", () -> DeskCommands.agent(session))
                .command("channel", "the ways by which visitors come: list, test", () -> DeskCommands.channel(session))
                .command("conversation", "list, show, tail", () -> DeskCommands.conversation(session))
                .group("What it keeps")
                .command(
                        "storage",
                        "the tiers: status, verify, repair, export, erase, hold …",
                        () -> StorageCommands.storage(session))
                .command("backup", "a copy made while it serves: create, verify", () -> StorageCommands.backup(session))
                .command("restore", "a backup into an empty data directory", () -> StorageCommands.restore(session))
                .group("Releases on this host")
                .command(
                        "install",
                        "a release, its user, its service, a configuration",
                        () -> InstallCommands.install(session))
                .command(
                        "upgrade",
                        "another release in its place, refusing nobody",
                        () -> InstallCommands.upgrade(session))
                .command(
                        "rollback",
                        "back to the release before the last upgrade",
                        () -> InstallCommands.rollback(session))
                .command(
                        "uninstall",
                        "every release goes; data stays unless --purge",
                        () -> InstallCommands.uninstall(session))
                .command(
                        "bundle",
                        "all for a host without a network: create, verify, mirror",
                        () -> BundleCommands.bundle(session))
                .group("Who may, and who did")
                .command(
                        "token",
                        "for operators elsewhere, and for systems of your own",
                        () -> AccessCommands.token(session))
                .command(
                        "context",
                        "servers under names of your own, for --context",
                        () -> AccessCommands.context(session))
                .command("audit", "who changed what, from where, and how it went", () -> AccessCommands.audit(session))
                .group("Beside it")
                .command(
                        "bench",
                        "puts a load on a server and tells what came of it",
                        () -> BenchCommands.bench(session))
                .command("debug", "an archive for somebody who is to help", () -> DebugCommands.debug(session))
                .command("completion", "for bash, zsh and fish", () -> new CompletionCommand(session, this::build))
                .command("man", "manual pages", () -> new ManCommand(session, this::build))
                .command("version", "of Kefu, and of the Java that it runs on", () -> new VersionCommand(session));
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
