package io.kefu.storage.ageing;

import io.kefu.storage.tier.Outdated;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How long a tier keeps messages.
 *
 * @param channels those whose messages have a time of their own
 * @param others for all other channels; empty for ever
 */
public record KeepTimes(Map<String, Duration> channels, Optional<Duration> others) {
    public KeepTimes {
        channels = Map.copyOf(channels);
    }

    /** The same without a time for other channels. */
    public KeepTimes ofChannelsAlone() {
        return new KeepTimes(channels, Optional.empty());
    }

    /** After which the first messages go; empty where all stay for ever. */
    public Optional<Duration> shortest() {
        return Stream.concat(channels.values().stream(), others.stream()).min(Comparator.naturalOrder());
    }

    /** What of a day has had its time, whole UTC days; empty for nothing. */
    Optional<Outdated> outdated(LocalDate day, Instant now, Set<String> held) {
        Set<String> over = new TreeSet<>();
        Set<String> young = new TreeSet<>();
        channels.forEach((channel, keep) -> (isOver(day, now, keep) ? over : young).add(channel));
        if (others.isPresent() && isOver(day, now, others.get())) {
            return Optional.of(new Outdated(day, young, true, held));
        }
        return over.isEmpty() ? Optional.empty() : Optional.of(new Outdated(day, over, false, held));
    }

    private static boolean isOver(LocalDate day, Instant now, Duration keep) {
        return day.isBefore(LocalDate.ofInstant(now.minus(keep), ZoneOffset.UTC));
    }
}
