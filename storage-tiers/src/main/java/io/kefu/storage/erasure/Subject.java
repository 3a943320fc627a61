package io.kefu.storage.erasure;

import java.util.Set;

/**
 * What is to be erased.
 *
 * @param conversations the visitor's, without those that are held
 * @param held the visitor's conversations that stay
 */
public record Subject(String visitorId, Set<String> conversations, Set<String> held) {
    public Subject {
        conversations = Set.copyOf(conversations);
        held = Set.copyOf(held);
    }
}
