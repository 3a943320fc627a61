package io.kefu.storage;

import java.util.Locale;

/**
 * Where a tier's rows are.
 *
 * @param url empty for an engine of the server itself
 */
record Place(String engine, String url) {
    static Place of(Enum<?> engine, String url) {
        return new Place(engine.name().toLowerCase(Locale.ROOT), url);
    }

    /** Whether the rows are in this server's own data directory or memory. */
    boolean isHere() {
        return url.isEmpty();
    }

    @Override
    public String toString() {
        return isHere() ? engine : engine + " at " + url;
    }
}
