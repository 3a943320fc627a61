package io.kefu.kefuctl.cli;

/** Tells a failure on standard error: what, and what to do next; where it came from only when asked. */
public final class FailureReport {

    private FailureReport() {}

    /** Prints it and gives its exit code. What is no {@link CommandFailure} was not foreseen. */
    public static int print(Exception e, boolean debug, Terminal terminal) {
        CommandFailure failure = e instanceof CommandFailure known
                ? known
                : new CommandFailure(
                        ExitCode.FAILED, "something unforeseen: " + e, "say --debug to see where it came from", e);
        if (failure.exit() == ExitCode.BAD_CONFIGURATION) {
            terminal.err().println(failure.getMessage());
        } else {
            terminal.err().println("kefuctl: error: " + failure.getMessage());
        }
        if (!failure.remedy().isEmpty()) {
            terminal.err().println("  try: " + failure.remedy());
        }
        if (debug) {
            failure.printStackTrace(terminal.err());
        }
        return failure.exit().code();
    }
}
