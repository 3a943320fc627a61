package io.kefu.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each of two showed, round by round; the median of the rounds counts. */
final class Measured {
    private final Map<String, List<double[]>> rounds = new LinkedHashMap<>();

    /** One round of one figure. */
    void add(String name, double ours, double peer) {
        rounds.computeIfAbsent(name, key -> new ArrayList<>()).add(new double[] {ours, peer});
    }

    boolean has(String name) {
        return rounds.containsKey(name);
    }

    double ours(String name) {
        return median(name, 0);
    }

    double peer(String name) {
        return median(name, 1);
    }

    /** Of the medians; NaN where the peer showed nothing. */
    double ratio(String name) {
        return peer(name) == 0 ? Double.NaN : ours(name) / peer(name);
    }

    private double median(String name, int which) {
        double[] sorted =
                rounds.get(name).stream().mapToDouble(pair -> pair[which]).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Each name with {@code ours}, {@code peer} and {@code ratio}. */
    Map<String, Object> figures() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : rounds.keySet()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("ours", rounded(ours(name)));
            one.put("peer", rounded(peer(name)));
            one.put("ratio", rounded(ratio(name)));
            all.put(name, one);
        }
        return all;
    }

    private static Object rounded(double value) {
        return Double.isFinite(value) ? Math.rint(value * 1000) / 1000 : null;
    }
}
