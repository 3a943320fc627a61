package io.kefu.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRingTest {
    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final Meters meters = new Meters(clock);
    private SampleRing ring;
    private Sampler sampler;

    @BeforeEach
    void open() throws IOException {
        ring = new SampleRing(directory, clock);
        sampler = new Sampler(meters, ring, clock);
    }

    @AfterEach
    void close() throws IOException {
        sampler.close();
        ring.close();
        meters.close();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            clock.pass(Duration.ofSeconds(10));
            sampler.tick();
        }
    }

    private List<Double> values(Series series, Duration back) throws IOException {
        return ring.points(series, back).points().stream()
                .map(SampleRing.Point::value)
                .toList();
    }

    @Test
    void a_sample_is_taken_every_ten_seconds() throws IOException {
        for (int i = 0; i < 50; i++) {
            meters.channel("web").message(Author.VISITOR, MessageKind.TEXT);
        }
        meters.gateway().connectionOpened(Transport.WEBSOCKET, ClientKind.VISITOR);
        meters.groups().queueLength("support", 2);
        ticks(3);
        SampleRing.Points points = ring.points(Series.MESSAGES_PER_SECOND, Duration.ofMinutes(60));
        assertThat(points.stepMillis()).isEqualTo(10_000);
        assertThat(points.name()).isEqualTo("messages_per_second");
        assertThat(points.unit()).isEqualTo("1/s");
        long start = clock.millis() - 20_000;
        assertThat(points.points())
                .containsExactly(
                        new SampleRing.Point(start, 5),
                        new SampleRing.Point(start + 10_000, 0),
                        new SampleRing.Point(start + 20_000, 0));
        assertThat(values(Series.CONNECTIONS, Duration.ofMinutes(60))).containsExactly(1.0, 1.0, 1.0);
        assertThat(values(Series.QUEUE, Duration.ofMinutes(60))).containsExactly(2.0, 2.0, 2.0);
        assertThat(values(Series.HEARTBEAT_TIMEOUT_RATE, Duration.ofMinutes(60)))
                .as("nothing happened, nothing is drawn")
                .isEmpty();
    }

    @Test
    void the_three_figures_are_sampled() throws IOException {
        ChannelMeters web = meters.channel("web");
        web.heartbeatExpected(ClientKind.VISITOR);
        web.heartbeatExpected(ClientKind.VISITOR);
        web.heartbeatTimeout(ClientKind.VISITOR);
        web.delivered(Direction.VISITOR_TO_AGENT, 100_000_000);
        meters.autoReply().hit("c1", 2);
        meters.autoReply().miss(AttemptResult.NO_MATCH);
        ticks(1);
        Duration hour = Duration.ofHours(1);
        assertThat(values(Series.HEARTBEAT_TIMEOUT_RATE, hour)).containsExactly(0.5);
        assertThat(values(Series.E2E_P95_MS, hour)).hasSize(1).allMatch(ms -> ms > 99 && ms < 101);
        assertThat(values(Series.AUTOREPLY_HIT_RATE, hour)).containsExactly(0.5);
    }

    @Test
    void coarser_samples_stand_for_their_whole_step() throws IOException {
        meters.gateway().connectionOpened(Transport.WEBSOCKET, ClientKind.VISITOR);
        for (int i = 0; i < 600; i++) {
            meters.channel("web").message(Author.VISITOR, MessageKind.TEXT);
        }
        ticks(3);
        meters.gateway().connectionOpened(Transport.WEBSOCKET, ClientKind.VISITOR);
        ticks(3);
        Duration day = Duration.ofHours(24);
        assertThat(ring.points(Series.CONNECTIONS, day).stepMillis()).isEqualTo(60_000);
        assertThat(values(Series.MESSAGES_PER_SECOND, day)).containsExactly(10.0);
        assertThat(values(Series.CONNECTIONS, day)).containsExactly(1.5);
        ticks(84);
        Duration month = Duration.ofDays(30);
        assertThat(ring.points(Series.CONNECTIONS, month).stepMillis()).isEqualTo(900_000);
        assertThat(values(Series.MESSAGES_PER_SECOND, month)).containsExactly(600 / 900.0);
        assertThat(values(Series.CONNECTIONS, day)).hasSize(15);
    }

    @Test
    void the_files_never_grow_and_the_oldest_samples_go_first() throws IOException {
        ticks(3);
        long size = sizeOfAll();
        ticks(2 * 720);
        assertThat(sizeOfAll()).isEqualTo(size).isLessThan(1_000_000);
        SampleRing.Points points = ring.points(Series.CONNECTIONS, Duration.ofHours(2));
        assertThat(points.points()).hasSize(720);
        assertThat(points.points().getFirst().at()).isEqualTo(clock.millis() - 719 * 10_000);
    }

    @Test
    void a_pause_is_a_gap_and_never_an_old_value() throws IOException {
        ticks(720);
        clock.pass(Duration.ofHours(1));
        sampler.tick();
        assertThat(values(Series.CONNECTIONS, Duration.ofHours(2))).hasSize(360 + 1);
    }

    @Test
    void samples_outlive_a_restart() throws IOException {
        ticks(5);
        ring.close();
        ring = new SampleRing(directory, clock);
        assertThat(values(Series.CONNECTIONS, Duration.ofHours(1))).hasSize(5);
    }

    @Test
    void a_torn_sample_is_dropped_and_the_others_stay() throws IOException {
        ticks(5);
        try (RandomAccessFile file = new RandomAccessFile(fine().toFile(), "rw")) {
            long cell = Math.floorMod(clock.millis() / 10_000, 720L);
            file.seek(64 + cell * 60 + 20);
            file.writeInt(0xdeadbeef);
        }
        assertThat(values(Series.CONNECTIONS, Duration.ofHours(1))).hasSize(4);
    }

    @Test
    void a_file_that_is_not_ours_is_begun_anew() throws IOException {
        ticks(5);
        ring.close();
        Files.writeString(fine(), "something else");
        ring = new SampleRing(directory, clock);
        assertThat(values(Series.CONNECTIONS, Duration.ofHours(1))).isEmpty();
        assertThat(values(Series.CONNECTIONS, Duration.ofDays(90))).isEmpty();
    }

    @Test
    void a_ring_that_cannot_be_written_is_counted_and_harms_nothing() throws IOException {
        ring.close();
        ticks(2);
        assertThat(meters.scrape("text/plain").body()).contains("kefu_sample_errors_total 2.0");
        ring = new SampleRing(directory, clock);
    }

    @Test
    void an_unknown_series_is_told_the_known_ones() {
        assertThatThrownBy(() -> Series.named("nope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("messages_per_second");
        assertThat(Series.named("e2e_p95_ms")).isEqualTo(Series.E2E_P95_MS);
    }

    private Path fine() {
        return directory.resolve("samples-10s.ring");
    }

    private long sizeOfAll() throws IOException {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
