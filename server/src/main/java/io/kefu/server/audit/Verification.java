package io.kefu.server.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the log is what was written.
 *
 * @param first the number of the first entry that is kept
 * @param head where it ends
 * @param breaks what is not as it was written, the first {@value #MOST} of it
 */
public record Verification(long entries, long first, Head head, List<Break> breaks) {
    static final String PRUNED = "audit.prune";
    static final int MOST = 20;

    /** One thing that is wrong. {@code line} counts from 1; 0 for the whole file. */
    public record Break(String file, int line, String what) {}

    /** Whether nothing is wrong. */
    public boolean holds() {
        return breaks.isEmpty();
    }

    /** Reads a log that nobody has open, or anybody. */
    public static Verification of(Path folder) {
        return of(folder, Optional.empty());
    }

    /**
     * The same, and up to where somebody has noted it.
     *
     * @param noted what the log ended with once
     */
    public static Verification of(Path folder, Optional<Head> noted) {
        Walk walk = new Walk(noted);
        try {
            for (Path file : Segments.of(folder)) {
                walk.file(file);
            }
        } catch (IOException e) {
            throw new AuditUnavailableException("the audit log in " + folder + " cannot be read: " + e.getMessage(), e);
        }
        return walk.end();
    }

    /** From the oldest entry to the newest. */
    private static final class Walk {
        private final Optional<Head> noted;
        private final List<Break> breaks = new ArrayList<>();
        /** The last entry of what was pruned, as later entries have it. */
        private final Map<Long, String> pruned = new HashMap<>();

        private long entries;
        private long first;
        private Head head = Head.EMPTY;
        private Optional<String> begin = Optional.empty();
        private boolean met;

        Walk(Optional<Head> noted) {
            this.noted = noted;
            this.met = noted.isEmpty() || noted.get().seq() == 0;
        }

        void file(Path file) throws IOException {
            List<String> lines = Segments.lines(file);
            if (head.seq() > 0 && Segments.first(file) != head.seq() + 1) {
                broken(
                        file,
                        0,
                        "begins with entry " + Segments.first(file) + ", where " + (head.seq() + 1) + " follows");
            }
            for (int i = 0; i < lines.size(); i++) {
                line(file, i + 1, lines.get(i));
            }
        }

        private void line(Path file, int number, String line) {
            entries++;
            if (!Chain.sound(line)) {
                broken(file, number, "the entry's text and its digest do not agree");
            }
            try {
                entry(file, number, line, Entry.parse(Chain.text(line)));
            } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
                broken(file, number, "this is no entry");
                head = new Head(head.seq() + 1, line.substring(0, Math.min(line.length(), Chain.DIGEST)));
            }
        }

        private void entry(Path file, int number, String line, Entry entry) {
            if (begin.isEmpty()) {
                begin = Optional.of(entry.previous());
                first = entry.seq();
                if (entry.seq() == 1 && !entry.previous().equals(Chain.GENESIS)) {
                    broken(file, number, "the first entry names one before it");
                }
            } else if (!entry.previous().equals(head.digest()) || entry.seq() != head.seq() + 1) {
                broken(
                        file,
                        number,
                        "entry " + entry.seq() + " does not follow entry " + head.seq() + " as that is now");
            }
            head = new Head(entry.seq(), Chain.stated(line));
            if (entry.act().action().equals(PRUNED)) {
                String range = entry.act().object();
                pruned.put(
                        Long.parseLong(range.substring(range.indexOf('-') + 1)),
                        entry.act().summary());
            }
            if (noted.isPresent() && noted.get().seq() == entry.seq()) {
                met = true;
                if (!noted.get().digest().equals(head.digest())) {
                    broken(file, number, "entry " + entry.seq() + " is another than the one noted");
                }
            }
        }

        Verification end() {
            if (first > 1 && !begin.equals(Optional.ofNullable(pruned.get(first - 1)))) {
                breaks.add(new Break(
                        "", 0, "the entries before " + first + " are missing, and none says they were pruned"));
            }
            if (!met && (noted.get().seq() >= first || first == 0)) {
                breaks.add(new Break(
                        "",
                        0,
                        "the log ends with entry " + head.seq() + ", but there was an entry "
                                + noted.get().seq()));
            }
            return new Verification(entries, first, head, List.copyOf(breaks));
        }

        private void broken(Path file, int line, String what) {
            if (breaks.size() < MOST) {
                breaks.add(new Break(Segments.name(file), line, what));
            }
        }
    }
}
