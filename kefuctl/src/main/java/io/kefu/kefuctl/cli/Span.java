package io.kefu.kefuctl.cli;

import io.kefu.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration as the configuration writes them, up to an hour. */
public final class Span implements ITypeConverter<Duration> {

    private static final Duration MOST = Duration.ofHours(1);

    @Override
    public Duration convert(String text) {
        Duration given;
        try {
            given = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is no duration such as 30s or 2m");
        }
        if (given.compareTo(MOST) > 0) {
            throw new TypeConversionException("'" + text + "' is more than an hour");
        }
        return given;
    }
}
