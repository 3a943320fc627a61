package io.kefu.kefuctl.shell;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.server.app.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "man",
        description = "The manual page of a command, or all of them as files for man(1).",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl man config apply | man -l -", "  kefuctl man --to /usr/local/share/man/man1"})
public final class ManCommand implements Callable<Integer> {

    private final Session session;
    private final Supplier<CommandLine> tree;

    @Mixin
    StandardOptions standard;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Such as: config apply.")
    List<String> words = List.of();

    @Option(names = "--to", paramLabel = "DIR", description = "Write every page into this directory.")
    Optional<Path> directory;

    /** @param tree all commands */
    public ManCommand(Session session, Supplier<CommandLine> tree) {
        this.session = session;
        this.tree = tree;
    }

    @Override
    public Integer call() {
        Map<String, String> pages = ManPages.of(tree.get(), Version.current());
        if (directory.isPresent()) {
            write(pages, directory.get());
        } else {
            session.terminal().out().print(page(pages));
        }
        return ExitCode.OK.code();
    }

    private String page(Map<String, String> pages) {
        String name = "kefuctl"
                + String.join("", words.stream().map(word -> "-" + word).toList());
        String page = pages.get(name);
        if (page == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "there is no command " + String.join(" ", words), "kefuctl --help");
        }
        return page;
    }

    private void write(Map<String, String> pages, Path to) {
        try {
            Files.createDirectories(to);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(to.resolve(page.getKey() + ".1"), page.getValue());
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, to + " cannot be written: " + e.getMessage(), "see that you may write there", e);
        }
        session.terminal().err().println(pages.size() + " pages in " + to);
    }
}
