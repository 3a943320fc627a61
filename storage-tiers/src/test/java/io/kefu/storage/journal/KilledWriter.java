package io.kefu.storage.journal;

import java.io.PrintStream;
import java.nio.file.Path;

/** The victim of {@link KillTest}: appends groups of {@link #GROUP} and prints the journal's end after each. */
final class KilledWriter {
    static final int GROUP = 7;

    private KilledWriter() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        try (Journal journal = SqliteJournal.open(Path.of(arguments[0]))) {
            while (true) {
                journal.append(Records.messages(journal.end() + 1, GROUP));
                out.println(journal.end());
                out.flush();
            }
        }
    }
}
