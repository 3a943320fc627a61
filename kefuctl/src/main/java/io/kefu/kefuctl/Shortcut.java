package io.kefu.kefuctl;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.FailureReport;
import io.kefu.kefuctl.cli.OutputFormat;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.status.StatusCommands;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/**
 * The way around picocli for what scripts call again and again: {@code version} and {@code status}, with no other
 * option than {@code -o FORMAT} and {@code --data DIR}. Reading the annotations of commands takes longer than these
 * take for their work. Whatever else stands on the line goes the long way; both run the same command.
 */
final class Shortcut {

    private final Session session;
    private final OutputOption output = new OutputOption();
    private Optional<Path> data = Optional.empty();

    private Shortcut(Session session) {
        this.session = session;
        this.output.format = OutputFormat.table;
    }

    /** The exit code; empty when the line has to be parsed. */
    static OptionalInt run(Session session, String... arguments) {
        return new Shortcut(session).run(arguments);
    }

    private OptionalInt run(String... arguments) {
        if (arguments.length == 0 || arguments.length % 2 == 0) {
            return OptionalInt.empty();
        }
        boolean status = arguments[0].equals("status");
        if (!status && !arguments[0].equals("version")) {
            return OptionalInt.empty();
        }
        for (int i = 1; i < arguments.length; i += 2) {
            if (!take(arguments[i], arguments[i + 1], status)) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(call(
                status
                        ? StatusCommands.status(session, DataOption.of(data), output)
                        : new VersionCommand(session, output)));
    }

    private boolean take(String option, String value, boolean status) {
        if (status && option.equals("--data") && !value.startsWith("-")) {
            data = Optional.of(Path.of(value));
            return true;
        }
        return option.equals("-o") && format(value);
    }

    private boolean format(String word) {
        for (OutputFormat each : OutputFormat.values()) {
            if (each.name().equals(word)) {
                output.format = each;
                return true;
            }
        }
        return false;
    }

    private int call(Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception e) {
            return FailureReport.print(e, false, session.terminal());
        }
    }
}
