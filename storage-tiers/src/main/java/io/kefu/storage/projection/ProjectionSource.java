package io.kefu.storage.projection;

import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.tier.TierEntry;
import java.util.List;

/**
 * What a journal record means to the tiers. Storage knows no body's form, so the server says it.
 *
 * <p>Called by several threads and more than once for a record: the answer depends on the record alone. What it throws
 * sets that record aside, with the exception's message as the reason; a record that means nothing gives an empty list. A
 * record without a body was erased and is not asked about.
 */
@FunctionalInterface
public interface ProjectionSource {
    List<TierEntry> entries(JournalRecord record);
}
