package io.kefu.kefuctl.testing;

import io.kefu.kefuctl.CommandTree;
import io.kefu.kefuctl.cli.ServerLauncher;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A command line that ran: its exit code and what it printed. */
public record Run(int exit, String out, String err) {

    public static Run of(String... arguments) {
        return with(null, false, arguments);
    }

    public static Run with(ServerLauncher launcher, boolean colour, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                colour);
        int exit = new CommandTree(new Session(terminal, () -> launcher)).run(arguments);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
