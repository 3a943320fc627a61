package io.kefu.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The dashboard's memory: a sample every 10 s for 2 h, every minute for 48 h, every 15 min for 90 d, in three files of
 * fixed size (about 0.7 MB together) that outlive a restart or a crash. Safe for use by many threads.
 */
public final class SampleRing implements AutoCloseable {
    private final Clock clock;
    private final Map<Resolution, RingFile> files = new EnumMap<>(Resolution.class);

    /** One value of a series at a time in epoch milliseconds. */
    public record Point(long at, double value) {}

    /** A series' points, oldest first, {@code stepMillis} apart; where nothing is known there is none. */
    public record Points(String name, String unit, long stepMillis, List<Point> points) {}

    /**
     * Opens or creates the files in {@code directory}; one that does not fit this program is begun anew.
     *
     * @throws IOException when the directory cannot be written or the disk is full
     */
    public SampleRing(Path directory, Clock clock) throws IOException {
        this.clock = clock;
        Files.createDirectories(directory);
        for (Resolution resolution : Resolution.values()) {
            files.put(
                    resolution, new RingFile(directory.resolve("samples-" + resolution.label() + ".ring"), resolution));
        }
    }

    synchronized void write(Resolution resolution, RingFile.Sample sample) throws IOException {
        files.get(resolution).write(sample);
    }

    /** The last {@code back} of a series in the finest resolution that reaches so far, at most 90 days. */
    public synchronized Points points(Series series, Duration back) throws IOException {
        Resolution resolution = Resolution.reaching(back);
        long now = clock.millis();
        List<Point> points = files.get(resolution).read(now - back.toMillis(), now).stream()
                .map(sample -> new Point(sample.at(), sample.values().get(series)))
                .filter(point -> !Double.isNaN(point.value))
                .toList();
        return new Points(series.label(), series.unit(), resolution.stepMillis(), points);
    }

    @Override
    public synchronized void close() throws IOException {
        for (RingFile file : files.values()) {
            file.close();
        }
    }
}
