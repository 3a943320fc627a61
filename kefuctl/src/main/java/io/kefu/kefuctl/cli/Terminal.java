package io.kefu.kefuctl.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command prints: results to {@code out}, all else to {@code err}. Always UTF-8, whatever the locale says.
 *
 * @param colour whether {@code out} is a terminal and <a href="https://no-color.org">NO_COLOR</a> is not set
 */
public record Terminal(PrintStream out, PrintStream err, boolean colour) {

    /** ANSI colours (ECMA-48, 8.3.117). */
    public enum Colour {
        RED(31),
        GREEN(32),
        YELLOW(33),
        BOLD(1);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }

    /** That of this process. */
    public static Terminal system(Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err), interactive() && !plain);
    }

    /** The text in a colour where there is colour. */
    public String paint(Colour chosen, String text) {
        return colour ? "\u001b[" + chosen.code + "m" + text + "\u001b[0m" : text;
    }

    /** Whether somebody sits there. */
    @SuppressWarnings("SystemConsoleNull") // measured: Java 25 gives null again when input or output is no terminal
    public static boolean interactive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
