package io.kefu.kefuctl.debug;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape without its labels, which hold names from the configuration: a line a meter, the sum of its series. */
final class MeterSums {

    private static final Pattern SAMPLE =
            Pattern.compile("((?:kefu|jvm|process|system)_[a-z0-9_]{1,80})(?:\\{.*\\})? ([-+0-9.eE]{1,32})(?: .*)?");
    private static final int MOST_METERS = 1_000;

    private MeterSums() {}

    static String of(String scrape) {
        Map<String, Double> sums = new TreeMap<>();
        scrape.lines().forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches() && (sums.size() < MOST_METERS || sums.containsKey(sample.group(1)))) {
                number(sample.group(2), sums, sample.group(1));
            }
        });
        StringBuilder text = new StringBuilder();
        sums.forEach((name, sum) -> text.append(String.format(Locale.ROOT, "%s %s%n", name, sum)));
        return text.toString();
    }

    private static void number(String text, Map<String, Double> sums, String name) {
        try {
            sums.merge(name, Double.parseDouble(text), Double::sum);
        } catch (NumberFormatException e) {
            sums.merge(name, 0.0, Double::sum); // as if it stood at nothing
        }
    }
}
