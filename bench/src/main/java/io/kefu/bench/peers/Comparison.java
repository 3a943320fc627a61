package io.kefu.bench.peers;

import io.kefu.kefuctl.load.server.OwnServer;
import io.kefu.kefuctl.load.server.Processors;
import io.kefu.kefuctl.load.server.Shipped;
import io.kefu.kefuctl.load.server.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** Both on processor 0, the load on the others; ours as it is shipped, every acknowledgement on disk. */
public final class Comparison {
    private static final SideBySide.Size QUICK = new SideBySide.Size(
            1, 8_000, Duration.ofSeconds(30), 64, 1_000, Duration.ofSeconds(12), Duration.ofSeconds(4), false);
    private static final SideBySide.Size WHOLE = new SideBySide.Size(
            3, 18_000, Duration.ofSeconds(60), 64, 1_000, Duration.ofSeconds(60), Duration.ofSeconds(10), true);

    private Comparison() {}

    /**
     * What is compared.
     *
     * @param rounds 0 for as many as is usual
     * @param only the part, {@code idle}, {@code talk} or {@code wide}; empty for all
     */
    public record Wanted(boolean quick, boolean json, int rounds, String only) {
        private Set<SideBySide.Part> parts() {
            return only.isEmpty()
                    ? EnumSet.allOf(SideBySide.Part.class)
                    : EnumSet.of(SideBySide.Part.valueOf(only.toUpperCase(Locale.ROOT)));
        }

        private SideBySide.Size size() {
            SideBySide.Size size = quick ? QUICK : WHOLE;
            return rounds == 0 ? size : size.withRounds(rounds);
        }
    }

    /** Prints the table, and as the last line its JSON where that is wanted. */
    public static void run(Path program, Path data, Wanted wanted, Consumer<String> out)
            throws IOException, InterruptedException {
        List<String> pinned = Processors.pinned();
        out.accept(
                pinned.isEmpty() ? "NOT pinned: taskset or a second processor is missing" : "servers on processor 0");
        Measured measured =
                new SideBySide(new Started(program, data, pinned), wanted.size(), wanted.parts(), out).run();
        out.accept("");
        RatioTable.of(measured).forEach(out);
        if (wanted.json()) {
            out.accept(JsonMapper.shared().writeValueAsString(measured.figures()));
        }
    }

    private record Started(Path program, Path data, List<String> pinned) implements SideBySide.Contestants {

        @Override
        public Target ours(int visitors, int desks) throws IOException, InterruptedException {
            Path own = Files.createTempDirectory(data, "server-");
            return OwnServer.start(
                    own,
                    new OwnServer.Plan(visitors, desks),
                    Shipped.up(own, "").under(pinned));
        }

        @Override
        public Target peer() throws IOException, InterruptedException {
            return GoPeer.start(program, pinned);
        }
    }
}
