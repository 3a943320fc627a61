package io.kefu.server.reply;

import io.kefu.config.Documents;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The bots in force, by name. A new configuration replaces all of them at once, after all of them were built. */
public final class AutoReplies {
    private volatile Map<String, AutoReply> bots = Map.of();

    /**
     * Puts the bots that a configuration declares into force; see {@link #use(Collection)}.
     *
     * @throws IOException when a file of a knowledge base's folder cannot be read; the bots before stay in force
     */
    public void use(Documents documents) throws IOException {
        use(DeclaredBots.in(documents));
    }

    /** Builds a bot of each and swaps them in; questions under way are answered by the bot that they were put to. */
    public void use(Collection<BotSettings> settings) {
        bots = settings.stream().collect(Collectors.toUnmodifiableMap(BotSettings::name, Pipeline::of));
    }

    /** A bot that is not there (any more) hands over. */
    public AutoReply named(String name) {
        return bots.getOrDefault(name, question -> new Reply.HandOver(MissReason.PROVIDER_DOWN));
    }
}
