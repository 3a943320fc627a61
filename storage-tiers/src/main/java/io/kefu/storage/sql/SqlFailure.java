package io.kefu.storage.sql;

/**
 * What an engine's error means.
 *
 * @param reason the place, what happened there and the remedy; without any secret
 */
public record SqlFailure(Kind kind, String reason) {
    /** Who has to do with it. */
    public enum Kind {
        /** The same call may succeed later. */
        UNAVAILABLE,
        /** The tables are not there: they are to be made again before the next call. */
        TABLES_GONE,
        /** It is about what was given. */
        REFUSED
    }
}
