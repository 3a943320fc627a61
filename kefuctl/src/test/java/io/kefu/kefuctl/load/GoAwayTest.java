package io.kefu.kefuctl.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.server.OwnServer;
import io.kefu.kefuctl.load.wire.Codec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoAwayTest {
    private static final long SOME_TIME = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int PAIRS = 4;
    private static final int STANDING = 5;

    @TempDir
    Path scratch;

    @Test
    void who_talks_and_who_only_stands_there_follow_a_server_that_hands_over() throws Exception {
        Path data = scratch.resolve("data");
        OwnServer.Plan plan = new OwnServer.Plan(PAIRS + STANDING, PAIRS);
        try (OwnServer server = OwnServer.start(data, plan, Launch.up(data, Launch.SHORT_LIVED));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Scene scene = Scene.of(server.server(), Codec.PROTO, server.pairs(PAIRS));
            List<String> standing = server.visitors(STANDING);
            try (Generator talking = Generator.connect(scene);
                    Crowd crowd = new Crowd(server.server(), Codec.JSON, standing, 0)) {
                crowd.arrive(STANDING, STANDING, TimeUnit.SECONDS.toNanos(60));
                Future<?> handover = threads.submit(() -> {
                    server.handOver();
                    return null;
                });
                long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
                while (handover.state() != Future.State.FAILED
                        && (!handover.isDone() || crowd.moved() < STANDING)
                        && System.nanoTime() - deadline < 0) {
                    talking.open(100, SOME_TIME);
                    crowd.hold(SOME_TIME);
                }
                handover.get();
                talking.closed(2, SOME_TIME);
                talking.drain(TimeUnit.SECONDS.toNanos(60));
                Tally tally = talking.tally();
                assertThat(tally.sound()).as(tally.toString()).isTrue();
                assertThat(tally.sent()).isPositive();
                assertThat(tally.unanswered() + tally.refused())
                        .as(tally.toString())
                        .isZero();
                assertThat(talking.moved()).isEqualTo(2 * PAIRS);
                assertThat(crowd.live()).isEqualTo(STANDING);
                assertThat(crowd.lost()).isZero();
                assertThat(new JournalCheck(scene).of(talking.talks(), 100_000).sound())
                        .isTrue();
            }
        }
    }
}
