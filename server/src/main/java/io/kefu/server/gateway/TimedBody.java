package io.kefu.server.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request's body, which has to come: there is a time for which it may be waited, and each byte gives some of it back, up to
 * the whole: who was fast at first may not be silent for longer. Time that the server takes for itself does not count.
 */
final class TimedBody extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(TimedBody.class);

    /** Slower than any network that people chat over. */
    static final int LEAST_BYTES_A_SECOND = 1024;

    private static final long NANOS_A_BYTE = Duration.ofSeconds(1).toNanos() / LEAST_BYTES_A_SECOND;
    private static final int DRAINED_AT_ONCE = 8 * 1024;

    private final InputStream body;
    private final PeerWaits waits;
    private final LongSupplier clock;
    private final long most;
    private long nanosLeft;
    private boolean ended;

    /** @param most that is waited for it, of which {@link #LEAST_BYTES_A_SECOND} that came give a second back */
    TimedBody(InputStream body, PeerWaits waits, Duration most) {
        this(body, waits, most, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    TimedBody(InputStream body, PeerWaits waits, Duration most, LongSupplier clock) {
        this.body = body;
        this.waits = waits;
        this.clock = clock;
        this.most = most.toNanos();
        this.nanosLeft = this.most;
    }

    private interface Reading {
        int read() throws IOException;
    }

    @Override
    public int read() throws IOException {
        return timed(body::read, 1);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        return timed(() -> body.read(into, from, length), 0);
    }

    /** @param bytes that a result stands for; 0 where it is their number */
    private int timed(Reading reading, int bytes) throws IOException {
        long began = clock.getAsLong();
        int read;
        try (PeerWaits.Wait wait = waits.begin(Duration.ofNanos(nanosLeft))) {
            read = reading.read();
            if (wait.over()) {
                throw new InterruptedIOException("the body comes too slowly");
            }
            ended = read < 0;
        } catch (IOException | RuntimeException e) {
            ended = true;
            throw e;
        }
        long came = bytes == 0 ? Math.max(read, 0) : bytes;
        long left = Math.max(0, nanosLeft - (clock.getAsLong() - began));
        nanosLeft = Math.min(most, left + came * NANOS_A_BYTE);
        return read;
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    /** May wait for the body's end. */
    @Override
    public void close() throws IOException {
        try (PeerWaits.Wait _ = waits.begin(Duration.ofNanos(nanosLeft))) {
            body.close();
        }
    }

    /** Reads past what nobody wanted: the web server would, and wait for it without an end. */
    void drain() {
        byte[] nowhere = new byte[DRAINED_AT_ONCE];
        try {
            while (!ended) {
                read(nowhere, 0, nowhere.length);
            }
        } catch (IOException | RuntimeException e) { // the web server has kinds of its own
            LOG.trace("a body that nobody wanted did not come to its end", e);
        }
    }
}
