package io.kefu.kefuctl.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process of this machine takes, by {@code /proc}. */
public final class Gauge {
    private static final long TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;

    private final Path process;

    public Gauge(long pid) {
        this.process = Path.of("/proc", Long.toString(pid));
    }

    /** Whether the process can be looked at: it is there, and this system and its rights allow it. */
    public boolean works() {
        return Files.isReadable(process.resolve("status")) && Files.isReadable(process.resolve("stat"));
    }

    /**
     * At one moment.
     *
     * @param files that are open, sockets included; 0 where that may not be seen
     * @param processor time used since its start, of all threads
     */
    public record Sample(long residentBytes, int threads, int files, Duration processor) {}

    public Sample sample() throws IOException {
        return new Sample(status("VmRSS:") << 10, (int) status("Threads:"), files(), processor());
    }

    /** {@code VmRSS} of {@code status}: the same for every kind of server. */
    public long residentBytes() throws IOException {
        return status("VmRSS:") << 10;
    }

    private long status(String key) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new IOException(process + "/status has no " + key));
    }

    private int files() throws IOException {
        Path open = process.resolve("fd");
        if (!Files.isReadable(open)) {
            return 0;
        }
        try (Stream<Path> each = Files.list(open)) {
            return (int) each.count();
        }
    }

    /** User and system time: the fields after the name in brackets, which may hold anything. */
    public Duration processor() throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
    }
}
