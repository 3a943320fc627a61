package io.kefu.storage.sql;

import java.util.List;

/**
 * What a month holds for a search.
 *
 * @param keys one page, newest first
 * @param count how many there are in all, up to the number that was asked for
 */
public record FoundWords(List<MessageKey> keys, int count) {
    public FoundWords {
        keys = List.copyOf(keys);
    }
}
