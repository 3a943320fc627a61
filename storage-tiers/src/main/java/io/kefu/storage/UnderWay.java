package io.kefu.storage;

import io.kefu.storage.erasure.ErasurePlace;
import io.kefu.storage.erasure.Part;
import io.kefu.storage.erasure.Subject;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What changes have noted as copied: an engine that was given a visitor's messages, and is away while that visitor is
 * erased, is compared again with the tiers that were. Asked before the tiers, and after them for what was noted meanwhile.
 *
 * @param reached names of the tiers on their way in or out that are connected
 */
record UnderWay(StandingFile file, Supplier<Set<String>> reached) implements ErasurePlace {
    /** It stands for no place of its own in a receipt. */
    @Override
    public String name() {
        return "tiers";
    }

    @Override
    public List<Part> erase(Subject subject) {
        file.copiedNothing();
        return List.of();
    }

    /** What was left behind, and what was given messages and is not connected: it has them until the change goes on. */
    @Override
    public List<String> untouched() {
        return Stream.concat(file.left().stream(), file.filledOutOfReach(reached.get()).stream())
                .toList();
    }
}
