package io.kefu.server.reply;

import java.util.Optional;

/** The third stage: which entry is asked for. */
@FunctionalInterface
public interface Classifier {
    /** The nearest entry and how near it is; empty when nothing known has anything in common with the text. */
    Optional<Match> classify(String text);

    /** {@code score} is 0 to 1: 1 for a question in the very words of the entry. */
    record Match(Entry entry, double score, boolean cached) {}
}
