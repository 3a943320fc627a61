package io.kefu.server.reply;

import io.kefu.monitoring.AttemptResult;

/** Why the bot has no answer. */
public enum MissReason {
    /** The nearest entry is not near enough. */
    BELOW_THRESHOLD(AttemptResult.BELOW_THRESHOLD),
    /** Nothing that is known has a word in common with the question. */
    NO_MATCH(AttemptResult.NO_MATCH),
    /** The bot failed, took too long or had too much to do. */
    PROVIDER_DOWN(AttemptResult.PROVIDER_DOWN),
    /** The visitor asked for a person. */
    HANDOVER_WORD(AttemptResult.HANDOVER_WORD);

    private final AttemptResult result;

    MissReason(AttemptResult result) {
        this.result = result;
    }

    public AttemptResult result() {
        return result;
    }

    /** As facts, frames and meters write it. */
    public String label() {
        return result.label();
    }
}
