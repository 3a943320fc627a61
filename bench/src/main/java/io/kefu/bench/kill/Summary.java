package io.kefu.bench.kill;

import java.util.List;

/**
 * What the rounds came to.
 *
 * @param acknowledged acknowledgements that were held against the store
 * @param starts from each start to ready, milliseconds
 * @param converged from each start until all was as it must be, milliseconds
 */
public record Summary(
        int rounds,
        Participant.Figures figures,
        int acknowledged,
        int conversations,
        int messages,
        long records,
        List<Long> starts,
        List<Long> converged,
        Faults faults) {

    public int written() {
        return figures.written();
    }

    public int resent() {
        return figures.resent();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("%d kills: %d lost, %d doubled, %d gaps, %d out of order, %d diverged, %d unexpected%n"
                .formatted(
                        rounds,
                        faults.count(Faults.Kind.LOST),
                        faults.count(Faults.Kind.DOUBLED),
                        faults.count(Faults.Kind.GAP),
                        faults.count(Faults.Kind.ORDER),
                        faults.count(Faults.Kind.DIVERGED),
                        faults.count(Faults.Kind.UNEXPECTED)));
        text.append("written %,d, acknowledged %,d, sent again %,d (of these stored before: %,d), resets %,d%n"
                .formatted(figures.written(), acknowledged, figures.resent(), figures.duplicates(), figures.resets()));
        text.append("stored %,d messages of %,d conversations in %,d journal records%n"
                .formatted(messages, conversations, records));
        text.append(
                "start to ready: median %,d ms, longest %,d ms; from there to converged: median %,d ms, longest %,d ms"
                        .formatted(median(starts), longest(starts), median(converged), longest(converged)));
        faults.told().forEach(fault -> text.append("%n  ".formatted()).append(fault));
        return text.toString();
    }

    private static long median(List<Long> all) {
        return all.stream().sorted().skip(all.size() / 2).findFirst().orElse(0L);
    }

    private static long longest(List<Long> all) {
        return all.stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
