package io.kefu.storage.erasure;

import java.util.HashSet;
import java.util.Set;

/**
 * What is to be erased.
 *
 * @param conversations the visitor's, without those that are held
 * @param held every conversation that is held, whoever's it is: a place may know conversations of the visitor that nobody
 *     else does
 */
public record Subject(String visitorId, Set<String> conversations, Set<String> held) {
    public Subject {
        conversations = Set.copyOf(conversations);
        held = Set.copyOf(held);
    }

    /** What was held later stays too, unless it was too late. */
    Subject sparing(Set<String> more) {
        Set<String> all = new HashSet<>(held);
        all.addAll(more);
        all.removeAll(conversations);
        return new Subject(visitorId, conversations, all);
    }
}
