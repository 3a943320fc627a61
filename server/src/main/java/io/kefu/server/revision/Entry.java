package io.kefu.server.revision;

import java.time.Instant;

/**
 * One time that a revision came into force.
 *
 * @param number counts up from 1 and is never used again
 * @param revision the content hash; two entries may have the same one
 * @param at when, to the millisecond
 * @param origin who, from where and why
 * @param version of the program that it was written by
 */
public record Entry(int number, String revision, Instant at, Origin origin, String version) {

    /**
     * How a revision came here. None of it is ever empty of meaning: what is not known is an empty text.
     *
     * @param who an operator, {@code serve} for what a start read, {@code kefu} for what the server did by itself
     * @param from the address that it was asked from
     * @param why in the operator's words
     * @param directory where it was read
     * @param source what the directory was filled from and at which revision of its own, such as
     *     {@code etcd:/kefu/shop@1234}
     * @param commit of the checkout that the directory lies in
     * @param dirty {@code true}, {@code false}, or empty when nobody could tell
     */
    public record Origin(
            String who, String from, String why, String directory, String source, String commit, String dirty) {

        /** Without a place that it was read at. */
        public static Origin of(String who, String from, String why) {
            return new Origin(who, from, why, "", "", "", "");
        }
    }
}
