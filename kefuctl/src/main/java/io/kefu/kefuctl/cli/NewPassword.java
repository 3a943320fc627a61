package io.kefu.kefuctl.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password typed twice without being shown, or the first line of standard input. Never an argument: others see those. */
public final class NewPassword {

    private NewPassword() {}

    /** Asks for one that is to be set; throws {@link CommandFailure} when there is none to be had. */
    public static String ask(String agent) {
        return Terminal.interactive() ? typed(System.console(), agent) : piped();
    }

    /** One that is known already: typed once. */
    public static String current(String agent) {
        if (!Terminal.interactive()) {
            return piped();
        }
        char[] typed = System.console().readPassword("Password of %s: ", agent);
        return typed == null ? "" : new String(typed);
    }

    private static String typed(Console console, String agent) {
        char[] first = console.readPassword("New password of %s: ", agent);
        char[] second = console.readPassword("Again: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new CommandFailure(ExitCode.FAILED, "the two passwords differ; nothing was changed", "");
        }
        return new String(first);
    }

    private static String piped() {
        try {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = input.readLine();
            if (line == null || line.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "no password on standard input", "or give --generate");
            }
            return line;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "standard input cannot be read: " + e.getMessage(), "", e);
        }
    }
}
