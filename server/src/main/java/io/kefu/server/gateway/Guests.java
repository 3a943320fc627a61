package io.kefu.server.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Those who have left the server whose place this one takes, and come back: nobody knows who they are, only how many. As many
 * connections are let in whatever their speed, of one address no more than it may have at once.
 */
final class Guests {
    private final int mostOfAddress;
    private final Map<String, Integer> came = new HashMap<>(); // as many entries as are expected, at most
    private int expected;
    private long until;

    Guests(int mostOfAddress) {
        this.mostOfAddress = mostOfAddress;
    }

    /** So many come until then. {@code now} as {@link System#nanoTime}. */
    synchronized void expect(int connections, Duration within, long now) {
        came.clear();
        expected = connections;
        until = now + within.toNanos();
    }

    /** Whether one from this address is taken for one of them; that it came is noted. */
    synchronized boolean comes(String address, long now) {
        boolean taken = expected > 0 && now - until < 0 && came.getOrDefault(address, 0) < mostOfAddress;
        if (taken) {
            expected--;
            came.merge(address, 1, Integer::sum);
        } else if (!came.isEmpty() && (expected == 0 || now - until >= 0)) {
            came.clear();
        }
        return taken;
    }
}
