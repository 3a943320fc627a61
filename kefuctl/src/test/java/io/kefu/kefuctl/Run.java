package io.kefu.kefuctl;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A command line that ran: its exit code and what it printed. */
record Run(int exit, String out, String err) {

    static Run of(String... arguments) {
        return with(null, false, arguments);
    }

    static Run with(ServerLauncher launcher, boolean colour, String... arguments) {
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
