package io.kefu.storage.tier;

import java.time.LocalDate;
import java.util.Set;

/**
 * Which of a UTC day's messages have had their time.
 *
 * @param channels the channels meant, or, with {@code allBut}, those that are not
 * @param held conversations whose messages stay whatever their age
 */
public record Outdated(LocalDate day, Set<String> channels, boolean allBut, Set<String> held) {
    public Outdated {
        channels = Set.copyOf(channels);
        held = Set.copyOf(held);
    }

    /** The whole day. */
    public static Outdated of(LocalDate day) {
        return new Outdated(day, Set.of(), true, Set.of());
    }

    public boolean covers(String channel, String conversation) {
        return channels.contains(channel) != allBut && !held.contains(conversation);
    }

    /** Whether it covers every channel. */
    public boolean ofAllChannels() {
        return allBut && channels.isEmpty();
    }
}
