package io.kefu.server.admin.http;

import java.util.function.LongSupplier;

/**
 * How fast one caller may be.
 *
 * @param address every request, by network address
 * @param principal every request with a token, by whose it is
 * @param visitors new visitors, by address
 * @param signIns attempts, by address
 * @param signInsOfAgent attempts, by the agent that is named: a password is not guessed from many addresses either;
 *     roomier than {@code signIns}, so that one address cannot lock an agent out
 * @param uploads by principal
 */
public record RateLimits(
        RateLimit address,
        RateLimit principal,
        RateLimit visitors,
        RateLimit signIns,
        RateLimit signInsOfAgent,
        RateLimit uploads) {

    /** Roomy for people behind one office address, narrow for a program that guesses. */
    public static RateLimits standard(LongSupplier nanoTime) {
        return new RateLimits(
                new RateLimit(400, 200, nanoTime),
                new RateLimit(200, 50, nanoTime),
                new RateLimit(200, 10, nanoTime),
                new RateLimit(20, 0.2, nanoTime),
                new RateLimit(60, 1, nanoTime),
                new RateLimit(30, 1, nanoTime));
    }
}
