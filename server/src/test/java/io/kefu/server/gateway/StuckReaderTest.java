package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.gateway.HttpConnection.Carrier;
import io.kefu.storage.accounts.PrincipalKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that comes by HTTP, lets a stream be written without reading it, and asks anew. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StuckReaderTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final CountDownLatch writing = new CountDownLatch(1);
    private GatewayFixture fixture;
    private HttpConnection connection;
    private Thread stuck;

    @BeforeEach
    void one_request_is_stuck_and_a_newer_one_hears() throws InterruptedException {
        fixture = ConnectionPath.THREADS.start();
        connection = new HttpConnections(fixture.gateway)
                .open(new Handshake("127.0.0.1", "", Optional.empty()), PrincipalKey.visitor("v_1"), Carrier.SSE);
        stuck = Thread.startVirtualThread(this::write);
        assertThat(writing.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        connection.read(Carrier.SSE, 0);
    }

    @AfterEach
    void stop() {
        stuck.interrupt();
        fixture.close();
    }

    @Test
    void it_is_cut_off_with_the_connection() throws InterruptedException {
        connection.close(CloseCode.NORMAL, "");
        connection.cutOff();

        assertThat(stuck.join(SOON)).isTrue();
    }

    @Test
    void it_is_cut_off_when_it_was_stuck_for_too_long_and_the_connection_goes_on() throws InterruptedException {
        connection.tick(System.nanoTime() + ConnectionPath.LIMITS.stuckWrite().toNanos());

        assertThat(stuck.join(SOON)).isTrue();
        assertThat(connection.open()).isTrue();
    }

    @Test
    void it_is_cut_off_when_one_more_comes() throws InterruptedException {
        connection.read(Carrier.SSE, 0);

        assertThat(stuck.join(SOON)).isTrue();
    }

    private void write() {
        try (Reading reading = connection.read(Carrier.SSE, 0)) {
            reading.write(new FullPipe(), new byte[1], List.of());
        } catch (IOException e) {
            assertThat(e).isInstanceOf(InterruptedIOException.class);
        }
    }

    /** Takes nothing, as a socket whose peer reads nothing. */
    private final class FullPipe extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            writing.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException("cut off").initCause(e);
            }
        }
    }
}
