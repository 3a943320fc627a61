package io.kefu.kefuctl.load.report;

import io.kefu.kefuctl.load.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/** What a scenario found, put together step by step: lines for people, and the same figures under names for programs. */
@SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library that nothing else here needs
public final class Report {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private final List<String> lines = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private boolean sound = true;

    /** {@code title} says in one line what was done. */
    public Report(String scenario, String title) {
        figures.put("apiVersion", "kefu.io/v1");
        figures.put("kind", "Bench");
        figures.put("scenario", scenario);
        lines.add(title);
        lines.add("");
    }

    /** A line for people alone. */
    public Report line(String label, String format, Object... values) {
        lines.add("%-20s %s"
                .formatted(label, String.format(Locale.ROOT, format, values))
                .stripTrailing());
        return this;
    }

    /** A figure for programs alone. */
    public Report figure(String name, Object value) {
        figures.put(name, value);
        return this;
    }

    public double number(String name) {
        return figures.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Percentiles of microseconds, told in milliseconds; {@code name} ends with the unit. */
    public Report latency(String label, String name, Histogram micros) {
        return figure(name, percentiles(micros)).latency(label, micros);
    }

    /** The same for people alone. */
    public Report latency(String label, Histogram micros) {
        StringBuilder text = new StringBuilder();
        for (double percentile : PERCENTILES) {
            text.append(word(percentile)).append(' ').append(figure(Result.millis(micros, percentile)));
            text.append("  ");
        }
        return line(label, "%smax %s ms", text, figure(micros.getMaxValue() / 1000.0));
    }

    /** Milliseconds by name, {@code max} and {@code count} among them, for a figure that holds others. */
    public static Map<String, Object> percentiles(Histogram micros) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (double percentile : PERCENTILES) {
            values.put(word(percentile).replace(".", "_"), rounded(Result.millis(micros, percentile)));
        }
        values.put("max", rounded(micros.getMaxValue() / 1000.0));
        values.put("count", micros.getTotalCount());
        return values;
    }

    private static String word(double percentile) {
        return "p" + (percentile == Math.rint(percentile) ? "%.0f" : "%.1f").formatted(percentile);
    }

    /** Three figures that count, or all that stand before the point: a line has 80 columns. */
    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    /** What went wrong or did not; {@code right} false makes the whole report one that fails. */
    public Report verdict(String label, boolean right, String format, Object... values) {
        sound &= right;
        return line(label, format, values);
    }

    public Report plot(String title, List<Long> values) {
        if (values.size() > 1) {
            lines.add("");
            lines.add(title);
            lines.addAll(Plot.of(values));
        }
        return this;
    }

    /** Whether nothing was lost, doubled or out of order, and everyone came in. */
    public boolean sound() {
        return sound;
    }

    /** Lines of at most {@value Plot#WIDTH} columns. */
    public String text() {
        return String.join("\n", lines) + "\n";
    }

    /** One line. */
    public String json() {
        figures.put("sound", sound);
        return JsonMapper.shared().writeValueAsString(figures);
    }

    public static double rounded(double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
