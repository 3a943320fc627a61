package io.kefu.storage.erasure;

import io.kefu.storage.journal.JournalUnavailableException;
import java.util.List;

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
}
