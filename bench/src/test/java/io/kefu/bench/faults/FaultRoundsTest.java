package io.kefu.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.engines.EngineKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to a server, and not only to the way to it. */
final class FaultRoundsTest {
    private static final int RATE = 200;
    private static final long SEED = 1;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"S3", "ETCD"})
    void nothing_is_lost_doubled_or_read_wrongly_whatever_happens_to_the_server(EngineKind kind) throws Exception {
        List<String> told = new ArrayList<>();
        try (FaultRounds rounds = FaultRounds.on(kind, directory, RATE, SEED, told::add)) {
            List<Fault> faults = new ArrayList<>(List.of(Fault.PAUSE, Fault.KILL, Fault.EMPTY));
            if (rounds.canFillTheDisk()) {
                faults.add(Fault.FULL);
            }
            Summary summary = rounds.run(faults);
            assertThat(summary.isClean()).as(String.join("\n", told)).isTrue();
            assertThat(summary.messages()).isGreaterThan(RATE);
            assertThat(summary.reads()).isPositive();
            assertThat(told).noneMatch(each -> each.contains("NOT YET"));
        }
    }
}
