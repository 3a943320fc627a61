package io.kefu.server.reply;

/** What the bot makes of a question. */
public sealed interface Reply {
    /** An answer to send. {@code score} is 0 to 1. */
    record Answer(String text, String entryId, double score, boolean cached) implements Reply {}

    /** A person must take over. */
    record HandOver(MissReason reason) implements Reply {}

    /** No answer; {@code text} says so, in the visitor's language. */
    record Miss(MissReason reason, String text) implements Reply {}
}
