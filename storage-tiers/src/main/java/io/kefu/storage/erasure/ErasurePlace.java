package io.kefu.storage.erasure;

import io.kefu.storage.journal.JournalUnavailableException;
import java.util.List;
import java.util.Set;

/** Somewhere that something of a visitor may lie. */
public interface ErasurePlace {
    /** Under which it is in a receipt when it fails as a whole. */
    String name();

    /**
     * Removes all that is there. A repetition is harmless, and is what an attempt that was cut off needs.
     *
     * @return what became of it, in each of the places that this one stands for
     * @throws io.kefu.storage.fault.StorageException when it does not answer now: it is asked again later
     */
    List<Part> erase(Subject subject) throws JournalUnavailableException, InterruptedException;

    /** What holds messages of before and is reached by nobody here: it is named in the receipt. */
    default List<String> untouched() {
        return List.of();
    }

    /** The parts known to be away now, asking nobody: once one is back the erasures that wait are tried again. */
    default Set<String> away() {
        return Set.of();
    }
}
