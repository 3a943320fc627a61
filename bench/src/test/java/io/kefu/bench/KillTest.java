package io.kefu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.bench.kill.Faults;
import io.kefu.bench.kill.KillRounds;
import io.kefu.bench.kill.Summary;
import io.kefu.bench.server.Training;
import io.kefu.kefuctl.load.server.Configuration;
import io.kefu.kefuctl.load.server.Launch;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server, killed under load; {@code bin/bench kill} does the same more often. */
final class KillTest {
    private static final int ROUNDS = 30;

    @TempDir
    Path data;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void after_thirty_kills_nothing_acknowledged_is_lost_doubled_or_out_of_order_and_every_client_converges()
            throws Exception {
        Configuration.quickStart(data);
        Launch launch = Training.train(Launch.up(data, Launch.SHORT_LIVED));
        Summary summary = new KillRounds(launch, 20_260_701L, System.out::println).run(ROUNDS);
        System.out.println(summary);
        assertThat(summary.faults().told()).isEmpty();
        for (Faults.Kind kind : Faults.Kind.values()) {
            assertThat(summary.faults().count(kind)).as(kind.name()).isZero();
        }
        assertThat(summary.acknowledged())
                .as("everything written is acknowledged in the end")
                .isEqualTo(summary.written());
        assertThat(summary.messages()).isGreaterThanOrEqualTo(summary.written());
        assertThat(summary.resent())
                .as("the kills hit clients that were writing")
                .isPositive();
    }
}
