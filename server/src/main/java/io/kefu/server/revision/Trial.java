package io.kefu.server.revision;

import java.time.Instant;

/**
 * A revision that goes back by itself unless it is confirmed.
 *
 * @param number of the entry that is tried
 * @param back number of the entry that comes back
 * @param until when it does
 */
public record Trial(int number, int back, Instant until) {}
