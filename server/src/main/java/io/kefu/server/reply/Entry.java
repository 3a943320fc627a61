package io.kefu.server.reply;

import io.kefu.config.LocalizedText;
import java.util.List;

/** One piece of knowledge: the ways to ask for it and the answer. {@code id} is unique in its {@link BotSettings}. */
public record Entry(String id, List<String> ask, LocalizedText answer) {
    public Entry {
        ask = List.copyOf(ask);
        if (ask.isEmpty()) {
            throw new IllegalArgumentException("entry " + id + " has no question; write one way to ask at least");
        }
    }

    /** An entry of a knowledge base that gives its entries no ids: the first way to ask names it. */
    public static Entry of(String knowledgeBase, List<String> ask, LocalizedText answer) {
        return new Entry(knowledgeBase + "/" + (ask.isEmpty() ? "" : ask.getFirst()), ask, answer);
    }
}
