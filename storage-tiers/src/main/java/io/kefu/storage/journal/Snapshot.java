package io.kefu.storage.journal;

import java.util.Objects;

/**
 * The folded state of one stream.
 *
 * @param offset the last record folded into it
 * @param version of the body's form, for the reader to tell old from new
 * @param open whether whoever starts again wants it at once, see {@link Journal#openSnapshots}
 * @param body opaque here; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Snapshot(String stream, long offset, int version, boolean open, byte[] body) {
    public Snapshot {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(body, "body");
    }
}
