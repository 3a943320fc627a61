package io.kefu.kefuctl.shell;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "Prints what makes a shell complete commands and options with the Tab key.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(kefuctl completion bash)                  also zsh",
            "  kefuctl completion bash > /etc/bash_completion.d/kefuctl",
            "  kefuctl completion fish > ~/.config/fish/completions/kefuctl.fish"
        })
public final class CompletionCommand implements Callable<Integer> {

    /** Those that there is a script for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    private final Session session;
    private final Supplier<CommandLine> tree;

    @Mixin
    StandardOptions standard;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    Shell shell;

    /** @param tree all commands */
    public CompletionCommand(Session session, Supplier<CommandLine> tree) {
        this.session = session;
        this.tree = tree;
    }

    @Override
    public Integer call() {
        CommandLine root = tree.get();
        String script = switch (shell) {
            // One script for both: in zsh it starts bashcompinit itself.
            case bash, zsh -> AutoComplete.bash(root.getCommandName(), root);
            case fish -> FishCompletion.of(root);
        };
        session.terminal().out().print(script);
        return ExitCode.OK.code();
    }
}
