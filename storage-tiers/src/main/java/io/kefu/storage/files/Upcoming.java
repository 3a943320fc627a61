package io.kefu.storage.files;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Uploads that are about to be shown: known here until it is written down. Any thread. */
final class Upcoming {
    /** Each goes when it is shown. */
    private final Map<String, Next> next = new ConcurrentHashMap<>();
    /** Old uploads that somebody is sending after all. Guarded by this. */
    private final Set<String> sending = new HashSet<>();

    private record Next(String conversationId, String thumbnailId) {}

    void expect(String fileId, String thumbnailId, String conversationId) {
        Next soon = new Next(conversationId, thumbnailId);
        next.put(fileId, soon);
        if (!thumbnailId.isEmpty()) {
            next.put(thumbnailId, soon);
        }
    }

    void shown(String fileId) {
        Optional.ofNullable(next.remove(fileId)).ifPresent(each -> next.remove(each.thumbnailId()));
    }

    Optional<String> conversation(String fileId) {
        return Optional.ofNullable(next.get(fileId)).map(Next::conversationId);
    }

    /** It stays from now on, if it is there still. */
    synchronized void send(String fileId) {
        sending.add(fileId);
    }

    synchronized Set<String> sending() {
        return Set.copyOf(sending);
    }

    /** The journal, looked through since, has their messages if they ever came. */
    synchronized void sent(Set<String> fileIds) {
        sending.removeAll(fileIds);
    }

    /** Runs with those that are being sent while no other comes to be. */
    synchronized <T> T undisturbed(Function<Set<String>, T> work) {
        return work.apply(sending);
    }
}
