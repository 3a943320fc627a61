package io.kefu.storage.projection;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What share of its processors this process used between two looks; other processes' use is not seen. */
final class ProcessorLoad {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorLoad.class);

    /** From here on whoever works takes the processor from another of this process's threads, often enough to be noticed. */
    private static final double FULL = 0.75;

    /** Java rounds a container's share of a processor up. */
    private static final double QUOTA = quota(Path.of("/sys/fs/cgroup/cpu.max"));

    private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getOperatingSystemMXBean();

    private long lookedAt = System.nanoTime();
    private long used = used();

    /** Begins a stretch of time. */
    void look() {
        lookedAt = System.nanoTime();
        used = used();
    }

    /** Whether the processors had room to spare since the last look, which this ends and begins anew. */
    boolean spare() {
        long usedBefore = used;
        long before = lookedAt;
        look();
        return hasRoom(
                Duration.ofNanos(used - usedBefore),
                Duration.ofNanos(lookedAt - before),
                Math.min(Runtime.getRuntime().availableProcessors(), QUOTA));
    }

    static boolean hasRoom(Duration used, Duration passed, double processors) {
        return used.toNanos() < FULL * passed.toNanos() * processors;
    }

    /** Processors that the file allows: microseconds of each so many, or {@code max} (Linux, cgroup v2). */
    static double quota(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ", -1);
            return words.length == 2 && !words[0].equals("max")
                    ? Double.parseDouble(words[0]) / Double.parseDouble(words[1])
                    : Double.MAX_VALUE;
        } catch (IOException | NumberFormatException e) {
            LOG.debug("{} tells no quota", file, e);
            return Double.MAX_VALUE;
        }
    }

    /** Where the platform does not tell, no time is used, and so there is always room. */
    private static long used() {
        return SYSTEM instanceof com.sun.management.OperatingSystemMXBean each ? each.getProcessCpuTime() : 0;
    }
}
