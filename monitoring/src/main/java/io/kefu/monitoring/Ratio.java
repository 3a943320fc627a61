package io.kefu.monitoring;

/** Division that says "unknown" (NaN) where there is nothing to divide by. */
final class Ratio {
    private Ratio() {}

    static double of(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }
}
