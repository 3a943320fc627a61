package io.kefu.kefuctl.status;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Terminal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks again and again: on a terminal one screen that changes, else one after the other. */
final class Watch {

    /** Cursor to the corner, all below it erased (ECMA-48, 8.3.21 and 8.3.39). */
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final Supplier<ExitCode> look;
    private final Terminal terminal;
    private final Duration interval;
    private final int times;

    Watch(Supplier<ExitCode> look, Terminal terminal, Duration interval, int times) {
        this.look = look;
        this.terminal = terminal;
        this.interval = interval;
        this.times = times;
    }

    /** What the last look found; a server that does not answer is looked for again. */
    ExitCode run() throws InterruptedException {
        ExitCode found = ExitCode.OK;
        for (int i = 0; i < times; i++) {
            if (i > 0) {
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
            }
            if (terminal.colour()) {
                terminal.out().print(CLEAR);
            }
            found = once();
        }
        return found;
    }

    private ExitCode once() {
        try {
            return look.get();
        } catch (CommandFailure e) {
            if (e.exit() != ExitCode.UNREACHABLE) {
                throw e;
            }
            terminal.err().println("kefuctl: " + e.getMessage());
            return e.exit();
        }
    }
}
