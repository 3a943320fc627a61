package io.kefu.storage.export;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/**
 * The messages of a period, day by day, each day from the newest tier that holds it. Takes no more memory for years than for
 * a day.
 */
public final class Export {
    private final Supplier<List<MessageTier>> tiers;
    private final Lock ageing;

    /**
     * Exports from tiers.
     *
     * @param newestFirst warm, cold
     * @param ageing held for a day at a time, so that a day does not move while it is written
     */
    public Export(List<MessageTier> newestFirst, Lock ageing) {
        this(() -> newestFirst, ageing);
    }

    /** Exports from the tiers that stand at each moment; they change only while the lock is held. */
    public Export(Supplier<List<MessageTier>> newestFirst, Lock ageing) {
        this.tiers = newestFirst;
        this.ageing = ageing;
    }

    /**
     * Writes every message from the first to the last day, both included (UTC); the stream is flushed and left open.
     *
     * @param bodies what each message's body holds
     * @return how many that were
     * @throws TierUnavailableException when a tier does not answer: what was written is then not all
     */
    public long run(LocalDate first, LocalDate last, ExportFormat format, BodyReader bodies, OutputStream to)
            throws IOException {
        MessageWriter writer = MessageWriter.of(format, to);
        long[] written = {0};
        try {
            for (LocalDate day : days(first, last)) {
                ageing.lock();
                try {
                    holder(day).scan(day, message -> {
                        write(writer, message, bodies);
                        written[0]++;
                    });
                } finally {
                    ageing.unlock();
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.end();
        return written[0];
    }

    private static void write(MessageWriter writer, StoredMessage message, BodyReader bodies) {
        try {
            writer.write(ExportedRow.of(message, bodies.read(message)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<LocalDate> days(LocalDate first, LocalDate last) {
        return tiers.get().stream()
                .flatMap(tier -> tier.days().stream())
                .filter(day -> !day.isBefore(first) && !day.isAfter(last))
                .distinct()
                .sorted()
                .toList();
    }

    /** Asked for each day anew: a day may have aged since the list of days was made. */
    private MessageTier holder(LocalDate day) {
        return tiers.get().stream()
                .filter(tier -> tier.days().contains(day))
                .findFirst()
                .orElseGet(() -> tiers.get().getLast());
    }
}
