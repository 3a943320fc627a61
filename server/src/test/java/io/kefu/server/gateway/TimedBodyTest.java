package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a body may take, by a clock of its own: each read of the peer takes as long as the test says. */
class TimedBodyTest {
    private static final Duration MOST = Duration.ofSeconds(10);
    private static final int A_SECOND = TimedBody.LEAST_BYTES_A_SECOND;

    private final PeerWaits waits = new PeerWaits(() -> {});
    private final Peer peer = new Peer();
    private final TimedBody body = new TimedBody(peer, waits, MOST, () -> peer.now);

    /** Sends so many bytes each time, after so long. */
    private final class Peer extends InputStream {
        private long now;
        private Duration after = Duration.ZERO;

        @Override
        public int read() throws IOException {
            throw new IOException("is read by arrays");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            now += after.toNanos();
            waits.sweep(System.nanoTime() + after.toNanos()); // as the gateway does from time to time
            return length;
        }
    }

    private void comes(int bytes, Duration after) throws IOException {
        peer.after = after;
        assertThat(body.read(new byte[bytes], 0, bytes)).isEqualTo(bytes);
    }

    private void comesTooLate(int bytes, Duration after) {
        assertThatThrownBy(() -> comes(bytes, after)).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void at_a_walk_it_may_take_as_long_as_it_likes() throws IOException {
        for (int i = 0; i < 100; i++) {
            comes(4 * A_SECOND, Duration.ofSeconds(3));
        }
    }

    @Test
    void more_slowly_it_ends_when_the_time_is_used_up() throws IOException {
        for (int i = 0; i < 4; i++) {
            comes(A_SECOND, Duration.ofSeconds(3));
        }
        comesTooLate(A_SECOND, Duration.ofSeconds(3));
    }

    @Test
    void however_much_came_at_once_silence_ends_it_after_the_time_of_any_other() throws IOException {
        for (int i = 0; i < 128; i++) {
            comes(8 * A_SECOND, Duration.ZERO);
        }
        comesTooLate(1, MOST.plusSeconds(1));
    }

    @Test
    void what_the_server_takes_for_itself_does_not_count() throws IOException {
        comes(1, Duration.ZERO);
        peer.now += MOST.multipliedBy(10).toNanos();
        comes(1, Duration.ofSeconds(1));
    }

    @Test
    void whatever_the_web_server_throws_ends_what_nobody_wanted_to_read() {
        TimedBody broken = new TimedBody(
                new InputStream() {
                    @Override
                    public int read() {
                        throw new IllegalStateException("the stream is closed");
                    }

                    @Override
                    public int read(byte[] into, int from, int length) {
                        return read();
                    }
                },
                waits,
                MOST);
        assertThatCode(broken::drain).doesNotThrowAnyException();
        assertThat(waits.underWay()).isZero();
    }
}
