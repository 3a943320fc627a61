package io.kefu.kefuctl.load.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** How often each kind of call is made beside the others: a round of so many of each, in a mixed order that is always the same. */
public final class Shares {
    private static final int MOST = 1_000;

    private final List<Call> round;
    private int next;

    private Shares(List<Call> round) {
        this.round = round;
    }

    /**
     * A round of so many of each.
     *
     * @throws IllegalArgumentException when there is none of any kind, less than none, or more than 1,000 of all together
     */
    public static Shares of(Map<Call, Integer> counts) {
        long all = counts.values().stream().mapToLong(Integer::longValue).sum();
        if (all < 1 || all > MOST || counts.values().stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("shares must be 0 or more, and from 1 to " + MOST + " together");
        }
        List<Call> round = new ArrayList<>();
        for (Call call : Call.values()) {
            round.addAll(Collections.nCopies(counts.getOrDefault(call, 0), call));
        }
        Collections.shuffle(round, new Random(1));
        return new Shares(round);
    }

    /** One kind alone. */
    public static Shares only(Call call) {
        return of(Map.of(call, 1));
    }

    Call next() {
        Call call = round.get(next);
        next = (next + 1) % round.size();
        return call;
    }

    /** The kinds that come up. */
    public List<Call> calls() {
        return round.stream().distinct().sorted().toList();
    }

    /** Such as {@code 60 % list, 40 % history}. */
    @Override
    public String toString() {
        return calls().stream()
                .map(call ->
                        "%.3g %% %s".formatted(100.0 * Collections.frequency(round, call) / round.size(), call.word()))
                .collect(Collectors.joining(", "));
    }
}
