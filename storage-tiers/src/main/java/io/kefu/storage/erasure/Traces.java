package io.kefu.storage.erasure;

import java.util.Set;

/** Finds a visitor's conversations. */
@FunctionalInterface
public interface Traces {
    /**
     * What was found.
     *
     * @param missing why there may be more; empty when there is not
     */
    record Found(Set<String> conversations, String missing) {
        public Found {
            conversations = Set.copyOf(conversations);
        }
    }

    Found of(String visitorId);
}
