package io.kefu.storage.projection;

import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries records into a tier. What the tier refuses is halved until the one record that it refuses is found; that one is
 * set aside and the rest go on.
 */
final class Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

    private final MessageTier tier;
    private final ProjectionSource source;
    private final AsideFile aside;

    Carrier(MessageTier tier, ProjectionSource source, AsideFile aside) {
        this.tier = tier;
        this.source = source;
        this.aside = aside;
    }

    /** On return the tier's cursor is past the last record. */
    void carry(List<CommittedRecord> records) {
        try {
            tier.append(entries(records), records.getLast().offset() + 1);
        } catch (TierUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            divide(records, e);
        }
    }

    private void divide(List<CommittedRecord> records, RuntimeException refusal) {
        if (records.size() == 1) {
            setAside(records.getFirst(), refusal);
            tier.append(List.of(), records.getFirst().offset() + 1);
        } else {
            int half = records.size() / 2;
            carry(records.subList(0, half));
            carry(records.subList(half, records.size()));
        }
    }

    private List<TierEntry> entries(List<CommittedRecord> records) {
        List<TierEntry> entries = new ArrayList<>(records.size());
        for (CommittedRecord each : records) {
            if (each.record().body().length == 0) {
                continue; // erased: the tiers have forgotten it, or are never to hear of it
            }
            try {
                entries.addAll(source.entries(each.record()));
            } catch (RuntimeException e) {
                setAside(each, e);
            }
        }
        return entries;
    }

    private void setAside(CommittedRecord record, RuntimeException reason) {
        aside.put(tier.name(), record, reason.toString());
        LOG.error(
                "the {} tier cannot hold record {} of {}, which is set aside: {}",
                tier.name(),
                record.offset(),
                record.record().stream(),
                reason.toString());
    }
}
