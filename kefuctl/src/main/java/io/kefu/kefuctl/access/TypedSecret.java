package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A secret typed without being shown, or the first line of standard input. Never an argument: others see those. */
final class TypedSecret {

    private TypedSecret() {}

    static String ask(String what) {
        String typed = Terminal.interactive() ? hidden(what) : piped(what);
        if (typed.isBlank()) {
            throw new CommandFailure(ExitCode.USAGE, what + " was not given", "type it, or pipe it in");
        }
        return typed.strip();
    }

    private static String hidden(String what) {
        char[] typed = System.console().readPassword("%s: ", what);
        return typed == null ? "" : new String(typed);
    }

    private static String piped(String what) {
        try {
            // Not closed: standard input is not ours to close.
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, what + " cannot be read: " + e.getMessage(), "", e);
        }
    }
}
