package io.kefu.server.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.time.Duration;
import java.util.function.Consumer;

/** Writes for the web server, piece by piece, and each piece has its time. */
final class TimedWriter implements DataWriter {
    /** For so much, or less, one slice of time is given. */
    static final int SLICE_BYTES = 16 * 1024;
    /** Written at once: a peer that reads a little now and then is not mistaken for one that reads nothing. */
    private static final int PIECE_BYTES = 64 * 1024;

    private final DataWriter writer;
    private final PeerWaits waits;
    private final Duration slice;

    TimedWriter(DataWriter writer, PeerWaits waits, Duration slice) {
        this.writer = writer;
        this.waits = waits;
        this.slice = slice;
    }

    @Override
    public void write(BufferData buffer) {
        timed(buffer, writer::write);
    }

    @Override
    public void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        timed(buffer, writer::writeNow);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    private void timed(BufferData buffer, Consumer<BufferData> writing) {
        if (buffer.available() <= PIECE_BYTES) {
            piece(buffer, writing);
            return;
        }
        byte[] all = buffer.readBytes();
        for (int at = 0; at < all.length; at += PIECE_BYTES) {
            piece(BufferData.create(all, at, Math.min(PIECE_BYTES, all.length - at)), writing);
        }
    }

    private void piece(BufferData piece, Consumer<BufferData> writing) {
        int slices = Math.max(1, Math.ceilDiv(piece.available(), SLICE_BYTES));
        try (PeerWaits.Wait _ = waits.begin(slice.multipliedBy(slices))) {
            writing.accept(piece);
        }
    }

    @Override
    public void flush() {
        try (PeerWaits.Wait _ = waits.begin(slice)) {
            writer.flush();
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
