package io.kefu.kefuctl.config;

import io.kefu.config.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a revision is put into force. */
final class ApplyOptions {

    @Option(
            names = {"-m", "--message"},
            paramLabel = "WHY",
            description = "Why, for the history.")
    Optional<String> why;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Option(names = "--prune", description = "Take out what open conversations use, too.")
    boolean prune;

    @Option(
            names = "--try",
            paramLabel = "D",
            converter = Time.class,
            description = "Go back by itself after this time, such as 5m, unless kefuctl config confirm keeps it; at"
                    + " once when messages become slow or are no longer taken. A restart does not change that.")
    Optional<Duration> trial;

    /** With what the options say. */
    Map<String, Object> with(Map<String, Object> what) {
        Map<String, Object> request = new LinkedHashMap<>(what);
        why.ifPresent(text -> request.put("why", text));
        trial.ifPresent(time -> request.put("try_ms", time.toMillis()));
        if (prune) {
            request.put("prune", true);
        }
        return request;
    }

    /** From a second to a week. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                Duration given = Durations.parse(text);
                if (given.toSeconds() >= 1 && given.toDays() <= 7) {
                    return given;
                }
            } catch (IllegalArgumentException e) {
                // as one that is out of bounds
            }
            throw new TypeConversionException("'" + text + "' is no time from 1s to 7d, such as 5m");
        }
    }
}
