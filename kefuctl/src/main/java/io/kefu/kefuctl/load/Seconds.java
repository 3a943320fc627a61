package io.kefu.kefuctl.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts, second by second. */
final class Seconds {

    private Seconds() {}

    /** The first so many of them. */
    static List<Long> of(long[] counts, int many) {
        return Arrays.stream(counts, 0, many).boxed().toList();
    }

    /** Second by second; the shorter counts nothing where it has ended. */
    static List<Long> sum(List<Long> one, List<Long> other) {
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            sums.add((i < one.size() ? one.get(i) : 0) + (i < other.size() ? other.get(i) : 0));
        }
        return List.copyOf(sums);
    }
}
