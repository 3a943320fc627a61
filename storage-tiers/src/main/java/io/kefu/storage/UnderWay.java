package io.kefu.storage;

import io.kefu.storage.erasure.ErasurePlace;
import io.kefu.storage.erasure.Part;
import io.kefu.storage.erasure.Subject;
import java.util.List;

/**
 * What changes have noted as copied: an engine that was given a visitor's messages, and is away while that visitor is
 * erased, is compared again with the tiers that were. Asked before the tiers, and after them for what was noted meanwhile.
 */
record UnderWay(StandingFile file) implements ErasurePlace {
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

    @Override
    public List<String> untouched() {
        return file.left();
    }
}
