package io.kefu.storage.engines;

import java.time.Duration;

/**
 * What a {@link FaultProxy} does to the traffic of now.
 *
 * @param toEngine what becomes of requests
 * @param toClient what becomes of answers
 * @param delay how long each answer is kept back
 * @param bytesPerSecond how fast bytes pass in each direction; 0 for as fast as they come
 */
record Faults(Passage toEngine, Passage toClient, Duration delay, long bytesPerSecond) {
    static final Faults NONE = new Faults(Passage.OPEN, Passage.OPEN, Duration.ZERO, 0);

    enum Passage {
        OPEN,
        /** Bytes wait until the passage is open again, as a network holds and repeats them. */
        HELD,
        /** Bytes are gone; a connection that lost some is reset when the passage opens. */
        LOST,
    }

    Faults passages(Passage requests, Passage answers) {
        return new Faults(requests, answers, delay, bytesPerSecond);
    }
}
