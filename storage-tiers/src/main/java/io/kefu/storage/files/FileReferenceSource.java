package io.kefu.storage.files;

import io.kefu.storage.journal.JournalRecord;
import java.util.List;

/**
 * Which files a journal record shows. Storage knows no body's form, so the server says it; a record without a body was
 * erased and is not asked about.
 */
@FunctionalInterface
public interface FileReferenceSource {
    /** Throws {@link IllegalArgumentException} for a body that cannot be read: that record shows none. */
    List<FileReference> references(JournalRecord record);
}
