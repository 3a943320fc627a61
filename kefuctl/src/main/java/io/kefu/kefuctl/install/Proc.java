package io.kefu.kefuctl.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Processes of this host, as {@code /proc} shows them (proc(5)). */
final class Proc {

    private static final Pattern UID = Pattern.compile("(?m)^Uid:\\s+(\\d+)");

    private Proc() {}

    /**
     * The process of a number that a file names; empty when somebody else has that number since. Files outlive processes, and
     * whoever may write them chooses the number.
     *
     * @param owner whose process it must be
     * @param commandLine what must be found in its command line, whose words end with a zero byte
     */
    static Optional<ProcessHandle> of(long pid, Account owner, Pattern commandLine) {
        // Before its command line is read: a handle is of one process, and not of the next with that number.
        Optional<ProcessHandle> found = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return found.filter(_ -> owner.uid() < 0 || owner(pid) == owner.uid())
                .filter(_ -> commandLine.matcher(commandLine(pid)).find());
    }

    /** Words end with a zero byte; empty when it has gone. */
    static String commandLine(long pid) {
        return text(pid, "cmdline");
    }

    private static long owner(long pid) {
        Matcher uid = UID.matcher(text(pid, "status"));
        return uid.find() ? Long.parseLong(uid.group(1)) : -1;
    }

    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid, file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // gone meanwhile
        }
    }
}
