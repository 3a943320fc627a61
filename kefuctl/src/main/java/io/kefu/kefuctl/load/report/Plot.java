package io.kefu.kefuctl.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A course of values as bars of eighths of a character (U+2581 to U+2588), {@value #WIDTH} columns at most. */
public final class Plot {
    /** Of the whole plot, its scale included. */
    public static final int WIDTH = 80;

    private static final int ROWS = 6;
    private static final int SCALE = 11;
    private static final int BARS = WIDTH - SCALE - 2;
    private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";

    private Plot() {}

    /** Lines from top to bottom; more values than columns are averaged, none give nothing. */
    public static List<String> of(List<Long> values) {
        if (values.isEmpty()) {
            return List.of();
        }
        double[] bars = averaged(values);
        double top = Math.max(1, Arrays.stream(bars).max().orElse(1));
        List<String> lines = new ArrayList<>();
        for (int row = ROWS - 1; row >= 0; row--) {
            StringBuilder line = new StringBuilder(scale(row, top)).append(row == ROWS - 1 ? " ┤" : " │");
            for (double bar : bars) {
                double filled = bar / top * ROWS - row;
                line.append(EIGHTHS.charAt(Math.clamp(Math.round(filled * 8), 0, 8)));
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add(" ".repeat(SCALE - 1) + "0 └" + "─".repeat(bars.length));
        return lines;
    }

    private static String scale(int row, double top) {
        return row == ROWS - 1 ? "%,11d".formatted(Math.round(top)) : " ".repeat(SCALE);
    }

    private static double[] averaged(List<Long> values) {
        int count = Math.min(BARS, values.size());
        double[] bars = new double[count];
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * values.size() / count);
            int to = Math.max(from + 1, (int) ((i + 1L) * values.size() / count));
            bars[i] = values.subList(from, to).stream()
                    .mapToLong(Long::longValue)
                    .average()
                    .orElse(0);
        }
        return bars;
    }
}
