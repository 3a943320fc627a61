package io.kefu.bench.flame;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** The samples of a recording, each from the outermost method to the innermost. */
public final class Stacks {
    /** Samples by processor time, as this Java has them on Linux. */
    static final String PROCESSOR_TIME = "jdk.CPUTimeSample";

    private static final String PERIOD = "samplingPeriod";

    /** What the compiler and the runtime number anew in each run. */
    private static final Pattern NUMBERED =
            Pattern.compile("(\\$\\$Lambda).*|/0x[0-9a-f]+|(?<=GeneratedMethodAccessor)\\d+");

    private Stacks() {}

    /** One tree of all samples by processor time. */
    public static FlameNode of(Path recording) throws IOException {
        return of(recording, PROCESSOR_TIME);
    }

    static FlameNode of(Path recording, String event) throws IOException {
        FlameNode root = new FlameNode("all");
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent each = file.readEvent();
                if (each.getEventType().getName().equals(event) && each.getStackTrace() != null) {
                    root.add(methods(each.getStackTrace().getFrames()), worth(each));
                }
            }
        }
        return root;
    }

    /** A busy machine lets timers wait: a late sample stands for all that it was late. */
    private static long worth(RecordedEvent event) {
        return event.hasField(PERIOD) ? event.getDuration(PERIOD).toNanos() : 1;
    }

    private static List<String> methods(List<RecordedFrame> innermostFirst) {
        List<String> names = new ArrayList<>();
        innermostFirst.forEach(frame -> names.add(name(frame.getMethod())));
        Collections.reverse(names);
        return names;
    }

    private static String name(RecordedMethod method) {
        return NUMBERED.matcher(method.getType().getName()).replaceAll("$1") + "." + method.getName();
    }
}
