package io.kefu.server.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is looked for.
 *
 * @param action the beginning of an action's name; empty for any
 * @param who an id or a name; empty for anyone
 * @param after only entries with a greater number
 * @param limit at most so many
 */
public record Search(String action, String who, long after, int limit) {
    /** The most that one search gives. */
    public static final int MOST = 1_000;

    public Search {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be from 1 to " + MOST);
        }
    }

    List<Entry> in(List<Path> files) throws IOException {
        List<Entry> found = new ArrayList<>();
        for (int i = files.size() - 1; i >= 0 && found.size() < limit; i--) {
            collect(files.get(i), found);
            if (Segments.first(files.get(i)) <= after) {
                break;
            }
        }
        return found.reversed();
    }

    private void collect(Path file, List<Entry> found) throws IOException {
        List<String> lines;
        try {
            lines = Segments.lines(file);
        } catch (NoSuchFileException e) {
            return; // pruned a moment ago
        }
        for (int i = lines.size() - 1; i >= 0 && found.size() < limit; i--) {
            entry(lines.get(i)).filter(this::matches).ifPresent(found::add);
        }
    }

    /** None for a line that was tampered with: {@code verify} tells of those. */
    private static Optional<Entry> entry(String line) {
        try {
            return line.length() > Chain.DIGEST + 1 ? Optional.of(Entry.parse(Chain.text(line))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean matches(Entry entry) {
        Actor actor = entry.act().who();
        return entry.seq() > after
                && entry.act().action().startsWith(action)
                && (who.isEmpty() || who.equals(actor.id()) || who.equals(actor.name()));
    }
}
