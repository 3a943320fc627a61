package io.kefu.server.reply;

import io.kefu.config.LocalizedText;
import java.time.Duration;
import java.util.List;

/**
 * What a bot is made of.
 *
 * @param threshold the score, 0 to 1, from which an entry is an answer
 * @param handoverWords words that ask for a person; Latin ones count as whole words only
 * @param missesToHandOver after so many misses in a row the visitor goes to a person; 0: never by itself
 * @param fallback said when there is no answer
 * @param cacheTtl how long the classification of a question is kept, at most {@code cacheMax} of them
 */
public record BotSettings(
        String name,
        List<Entry> entries,
        double threshold,
        List<String> handoverWords,
        int missesToHandOver,
        LocalizedText fallback,
        Duration cacheTtl,
        int cacheMax) {
    public BotSettings {
        entries = List.copyOf(entries);
        handoverWords = List.copyOf(handoverWords);
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold " + threshold + " of " + name + " is not within 0 to 1");
        }
    }

    /** The bot of a document of kind AutoReply, with the entries of its knowledge bases. */
    static BotSettings of(String name, AutoReplyConfig config, List<Entry> entries) {
        return new BotSettings(
                name,
                entries,
                config.threshold(),
                config.handoverWords(),
                config.maxMisses(),
                config.fallback(),
                config.cache().ttl(),
                config.cache().size());
    }
}
