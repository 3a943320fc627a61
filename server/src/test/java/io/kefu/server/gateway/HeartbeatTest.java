package io.kefu.server.gateway;

import static io.kefu.server.gateway.Heartbeat.Due.DEAD;
import static io.kefu.server.gateway.Heartbeat.Due.NOTHING;
import static io.kefu.server.gateway.Heartbeat.Due.PING;
import static io.kefu.server.gateway.Heartbeat.Due.PING_AFTER_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatTest {
    private static final long INTERVAL = 100;

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 150, -200}) // nanoTime may begin anywhere and wrap
    void a_peer_that_answers_is_pinged_each_interval_and_never_late(long start) {
        Heartbeat heartbeat = listening(start);
        assertThat(heartbeat.at(start + 99)).isEqualTo(NOTHING);
        for (int i = 1; i < 20; i++) {
            assertThat(heartbeat.at(start + i * INTERVAL)).isEqualTo(PING);
            assertThat(heartbeat.at(start + i * INTERVAL + 1)).isEqualTo(NOTHING);
            heartbeat.heard(start + i * INTERVAL + 50);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 150, -200})
    void a_silent_peer_times_out_once_and_is_dead_after_two_and_a_half_intervals(long start) {
        Heartbeat heartbeat = listening(start);
        assertThat(heartbeat.at(start + 100)).isEqualTo(PING);
        assertThat(heartbeat.at(start + 199)).isEqualTo(NOTHING);
        assertThat(heartbeat.at(start + 200)).isEqualTo(PING_AFTER_TIMEOUT);
        assertThat(heartbeat.at(start + 249)).isEqualTo(NOTHING);
        assertThat(heartbeat.at(start + 250)).isEqualTo(DEAD);
    }

    @Test
    void any_byte_after_the_ping_will_do_and_one_before_will_not() {
        Heartbeat heartbeat = listening(0);
        heartbeat.heard(99);
        assertThat(heartbeat.at(100)).isEqualTo(PING);
        heartbeat.heard(199);
        assertThat(heartbeat.at(200)).isEqualTo(PING);
        assertThat(heartbeat.at(300)).isEqualTo(PING_AFTER_TIMEOUT);
        heartbeat.heard(301);
        assertThat(heartbeat.at(400)).isEqualTo(PING);
    }

    @Test
    void silence_means_nothing_while_nobody_listens() {
        Heartbeat heartbeat = listening(0);
        heartbeat.listening(false);
        for (int now = 50; now < 2000; now += 50) {
            assertThat(heartbeat.at(now)).isIn(PING, NOTHING);
        }
        heartbeat.listening(true);
        assertThat(heartbeat.at(1950 + 249)).isNotEqualTo(DEAD);
        assertThat(heartbeat.at(1950 + 250)).isEqualTo(DEAD);
    }

    private static Heartbeat listening(long start) {
        Heartbeat heartbeat = new Heartbeat(INTERVAL, start);
        heartbeat.listening(true);
        return heartbeat;
    }
}
