package io.kefu.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code strace -f -y} saw of a server, in the order in which it saw it, and says of each message id that went
 * out on a socket whether it was on disk by then: written to the journal's WAL, and after that a sync of that file begun
 * and ended.
 */
final class SyscallTrace {
    /** What a message id looks like that the trace is searched for. */
    static final Pattern ID = Pattern.compile("trace-\\d{6}");

    private static final String WAL = "journal.db-wal>";
    private static final Pattern CALL = Pattern.compile("^(\\d+) +[\\d.]+ (\\w+)\\(\\d+<([^>]*>)");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +[\\d.]+ <\\.\\.\\. (\\w+) resumed>");
    private static final Set<String> SYNCS = Set.of("fdatasync", "fsync");

    /** Of each id the count of WAL writes at which it was first there. */
    private final Map<String, Long> written = new HashMap<>();

    /** Of each thread in a WAL write the ids in it; of each in a sync the count that the sync covers. */
    private final Map<String, Set<String>> writing = new HashMap<>();

    private final Map<String, Long> syncing = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private final List<String> early = new ArrayList<>();
    private long writes;
    private long durable;
    private int syncs;

    static SyscallTrace of(Path file) throws IOException {
        SyscallTrace trace = new SyscallTrace();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                trace.take(line);
            }
        }
        return trace;
    }

    /** The ids that went out on a socket. */
    Set<String> sent() {
        return sent;
    }

    /** The calls that sent an id before it was durable: the id, and the call's beginning. */
    List<String> early() {
        return early;
    }

    /** Syncs of the WAL that ended well. */
    int syncs() {
        return syncs;
    }

    void take(String line) {
        Matcher call = CALL.matcher(line);
        if (call.find()) {
            begun(call.group(1), call.group(2), call.group(3), line);
            return;
        }
        Matcher resumed = RESUMED.matcher(line);
        if (resumed.find()) {
            ended(resumed.group(1), line);
        }
    }

    private void begun(String thread, String call, String file, String line) {
        if (file.endsWith(WAL)) {
            if (SYNCS.contains(call)) {
                syncing.put(thread, writes);
            } else {
                writing.put(thread, ids(line));
            }
            if (!line.contains("<unfinished ...>")) {
                ended(thread, line);
            }
        } else if (file.startsWith("socket:") || file.startsWith("TCP")) {
            for (String id : ids(line)) {
                sent.add(id);
                if (written.getOrDefault(id, Long.MAX_VALUE) > durable) {
                    early.add(id + " in " + line.substring(0, Math.min(line.length(), 120)));
                }
            }
        }
    }

    private void ended(String thread, String line) {
        Set<String> ids = writing.remove(thread);
        if (ids != null) {
            writes++;
            ids.forEach(id -> written.putIfAbsent(id, writes));
        }
        Long covered = syncing.remove(thread);
        if (covered != null && line.stripTrailing().endsWith("= 0")) {
            durable = Math.max(durable, covered);
            syncs++;
        }
    }

    private static Set<String> ids(String line) {
        Set<String> ids = new HashSet<>();
        Matcher id = ID.matcher(line);
        while (id.find()) {
            ids.add(id.group());
        }
        return ids;
    }
}
