package io.kefu.monitoring;

import java.util.List;

/** Upper bounds of the classic {@code le} buckets, in the meter's base unit. */
final class Buckets {
    /** Machines answering: 1 ms to 10 s. */
    static final List<Double> CHAT = List.of(
            0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 3.0, 5.0,
            10.0);

    /** People answering: 1 s to an hour. */
    static final List<Double> PEOPLE =
            List.of(1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0);

    /** Records in one group commit. */
    static final List<Double> RECORDS =
            List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0, 4096.0);

    private Buckets() {}
}
