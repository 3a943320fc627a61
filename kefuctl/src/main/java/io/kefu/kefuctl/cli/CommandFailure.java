package io.kefu.kefuctl.cli;

/** A command that cannot do what it was asked for, in words for who typed it. */
public final class CommandFailure extends RuntimeException {

    private final ExitCode exit;
    private final String remedy;

    /**
     * Ends the command.
     *
     * @param what what failed, on what and why, without a full stop
     * @param remedy what to do next, best a command to type; empty when there is nothing to say
     */
    public CommandFailure(ExitCode exit, String what, String remedy) {
        super(what);
        this.exit = exit;
        this.remedy = remedy;
    }

    /** The same with what caused it, which only {@code --debug} shows. */
    public CommandFailure(ExitCode exit, String what, String remedy, Throwable cause) {
        this(exit, what, remedy);
        initCause(cause);
    }

    public ExitCode exit() {
        return exit;
    }

    public String remedy() {
        return remedy;
    }
}
