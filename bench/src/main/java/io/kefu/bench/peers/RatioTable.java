package io.kefu.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The ratios for people. */
final class RatioTable {
    private static final Map<String, String> ROWS = rows();

    private RatioTable() {}

    private static Map<String, String> rows() {
        Map<String, String> rows = new java.util.LinkedHashMap<>();
        rows.put("idle_bytes", "resident bytes an idle connection");
        rows.put("idle_bytes_slope", "the same by slope from a tenth to all");
        rows.put("idle_cpu", "CPU seconds while idle");
        rows.put("relay_w16", "relay, 16 on the way a pair, messages/s");
        rows.put("relay_w1", "relay, 1 on the way, messages/s");
        rows.put("fanout_w4", "fan-out, 4 on the way, deliveries/s");
        rows.put("fanout_w1", "fan-out, 1 on the way, deliveries/s");
        rows.put("fanout_5000_w4", "fan-out 1 to 5,000, 4 on the way");
        rows.put("fanout_200x50_w4", "200 groups of 50, 4 on the way each");
        rows.put("relay_w16_proto", "relay, 16, ours as protobuf");
        rows.put("relay_w1_proto", "relay, 1, ours as protobuf");
        return rows;
    }

    static List<String> of(Measured measured) {
        List<String> lines = new ArrayList<>();
        lines.add("%-42s %11s %11s %8s".formatted("", "ours", "peer", "ratio"));
        ROWS.entrySet().stream()
                .filter(row -> measured.has(row.getKey()))
                .forEach(row -> lines.add(row(row.getKey(), row.getValue(), measured)));
        return lines;
    }

    private static String row(String name, String words, Measured measured) {
        return "%-42s %11s %11s %8.2f"
                .formatted(words, figure(measured.ours(name)), figure(measured.peer(name)), measured.ratio(name));
    }

    private static String figure(double value) {
        return value < 100 ? "%.2f".formatted(value) : "%,.0f".formatted(value);
    }
}
