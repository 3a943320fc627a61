package io.kefu.kefuctl.load.scenario;

import java.time.Duration;

/**
 * How much is said.
 *
 * @param inFlight messages on the way in each conversation, while {@code perSecond} is 0
 * @param perSecond of all together, whatever the server does; latencies count from when a message was due
 * @param warmUp before anything is measured
 * @param warmUpPerSecond of all together meanwhile; 0 for the same as what is measured
 * @param check how many messages are compared with what the server has when all is over; 0 for none
 */
public record Pace(
        int inFlight, double perSecond, Duration warmUp, double warmUpPerSecond, Duration measured, int check) {

    /** What is measured at the pace at which it warms up. */
    public Pace(int inFlight, double perSecond, Duration warmUp, Duration measured, int check) {
        this(inFlight, perSecond, warmUp, 0, measured, check);
    }
}
