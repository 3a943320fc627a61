package io.kefu.server.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the revisions at one moment. Immutable: a step makes another.
 *
 * @param entries the last {@value #KEPT}, oldest first, and any older one that is still needed
 * @param inForce number of the entry in force; 0 before the first
 * @param started number of the entry with which the last good start was made; 0 before the first
 * @param read the revision that the served directory had when it was last read; empty before the first
 * @param trial the one under way
 */
public record Ledger(List<Entry> entries, int inForce, int started, String read, Optional<Trial> trial) {

    /** As many as are kept. */
    public static final int KEPT = 50;

    public static final Ledger EMPTY = new Ledger(List.of(), 0, 0, "", Optional.empty());

    public Ledger {
        entries = List.copyOf(entries);
    }

    public Optional<Entry> current() {
        return entry(inForce);
    }

    public Optional<Entry> entry(int number) {
        return entries.stream().filter(entry -> entry.number() == number).findFirst();
    }

    /** The number of the next entry. */
    public int next() {
        return entries.isEmpty() ? 1 : entries.getLast().number() + 1;
    }

    /** With another entry, in force from now on; a trial that was under way is over. */
    public Ledger with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new Ledger(more, entry.number(), started, read, Optional.empty()).bounded();
    }

    public Ledger started(int number) {
        return new Ledger(entries, inForce, number, read, trial).bounded();
    }

    public Ledger read(String revision) {
        return new Ledger(entries, inForce, started, revision, trial);
    }

    public Ledger trying(Trial begun) {
        return new Ledger(entries, inForce, started, read, Optional.of(begun));
    }

    public Ledger confirmed() {
        return new Ledger(entries, inForce, started, read, Optional.empty());
    }

    /** The newest entry of this revision. */
    public Optional<Entry> newest(String revision) {
        return entries.reversed().stream()
                .filter(entry -> entry.revision().equals(revision))
                .findFirst();
    }

    private Ledger bounded() {
        int first = Math.max(0, entries.size() - KEPT);
        List<Entry> kept = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (i >= first || isNeeded(entries.get(i).number())) {
                kept.add(entries.get(i));
            }
        }
        return new Ledger(kept, inForce, started, read, trial);
    }

    private boolean isNeeded(int number) {
        return number == inForce
                || number == started
                || trial.filter(each -> each.back() == number).isPresent();
    }
}
