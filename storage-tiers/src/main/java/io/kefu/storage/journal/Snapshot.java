package io.kefu.storage.journal;

import java.util.Objects;

/**
 * The folded state of one stream.
 *
 * @param offset the last record folded into it
 * @param version of the body's form, for the reader to tell old from new
 * @param body opaque here; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Snapshot(String stream, long offset, int version, byte[] body) {
    public Snapshot {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(body, "body");
    }
}
