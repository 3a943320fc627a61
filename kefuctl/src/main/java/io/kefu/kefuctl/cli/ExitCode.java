package io.kefu.kefuctl.cli;

/** What a command's end tells a script. A code keeps its meaning for ever. */
public enum ExitCode {
    OK(0),
    FAILED(1),
    USAGE(2),
    DRIFT(3),
    DEGRADED(4),
    UNHEALTHY(5),
    /** The host does not allow it: a lock held, a port busy, a directory not writable, the disk full. */
    PREFLIGHT_FAILED(6),
    REVISION_CONFLICT(7),
    UNREACHABLE(69),
    BAD_CONFIGURATION(78);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
