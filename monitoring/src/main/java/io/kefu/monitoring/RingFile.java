package io.kefu.monitoring;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Samples of one resolution in a file of fixed size: a header, then one cell a sample, the sample of time {@code t} at
 * {@code t / step mod samples}. A cell is the time, the values and a CRC-32 over both, written at once; one that a crash
 * tore, or that belongs to an earlier round, does not match and is left out. Nothing is forced to disk: after a power
 * cut the last samples may be missing, which is a gap in a chart.
 */
final class RingFile implements AutoCloseable {
    private static final int HEADER = 64;
    private static final long MAGIC = 0x4b45_4655_524e_4731L; // "KEFURNG1"

    private final Resolution resolution;
    private final int cellBytes = Long.BYTES + Series.values().length * Double.BYTES + Integer.BYTES;
    /** Not a FileChannel: an interrupt of a reading thread would close that for everyone. */
    private final RandomAccessFile file;

    /** One sample: the end of the time that it stands for, and a value for each series (NaN: nothing happened). */
    record Sample(long at, Map<Series, Double> values) {}

    RingFile(Path path, Resolution resolution) throws IOException {
        this.resolution = resolution;
        file = new RandomAccessFile(path.toFile(), "rw");
        if (!isOurs()) {
            file.setLength(0);
            write(ByteBuffer.allocate((int) size()), 0);
            write(header(), 0);
        }
    }

    private boolean isOurs() throws IOException {
        if (file.length() != size()) {
            return false;
        }
        byte[] found = new byte[HEADER];
        file.seek(0);
        file.readFully(found);
        return ByteBuffer.wrap(found).equals(header());
    }

    private ByteBuffer header() {
        byte[] names = String.join(",", LabelValue.labels(Series.class)).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER)
                .putLong(MAGIC)
                .putLong(resolution.stepMillis())
                .putInt(resolution.samples())
                .putInt(crc(ByteBuffer.wrap(names)))
                .rewind();
    }

    private long size() {
        return HEADER + (long) resolution.samples() * cellBytes;
    }

    void write(Sample sample) throws IOException {
        ByteBuffer cell = ByteBuffer.allocate(cellBytes).putLong(sample.at);
        for (Series series : Series.values()) {
            cell.putDouble(sample.values.get(series));
        }
        int crc = crc(cell.duplicate().flip());
        cell.putInt(crc).flip();
        write(cell, position(sample.at));
    }

    /** Samples of {@code from} < time ≤ {@code to}, oldest first. */
    List<Sample> read(long from, long to) throws IOException {
        byte[] bytes = new byte[(int) size()];
        file.seek(0);
        file.readFully(bytes);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        List<Sample> samples = new ArrayList<>();
        long step = resolution.stepMillis();
        long oldest = Math.max(from, to - step * resolution.samples());
        for (long at = Math.floorDiv(oldest, step) * step + step; at <= to; at += step) {
            Sample sample = sampleIn(all.slice((int) position(at), cellBytes));
            if (sample != null && sample.at == at) {
                samples.add(sample);
            }
        }
        return samples;
    }

    private static Sample sampleIn(ByteBuffer cell) {
        int crc = crc(cell.slice(0, cell.capacity() - Integer.BYTES));
        if (cell.getInt(cell.capacity() - Integer.BYTES) != crc) {
            return null;
        }
        long at = cell.getLong();
        Map<Series, Double> values = Resolved.byEnum(Series.class, series -> cell.getDouble());
        return new Sample(at, values);
    }

    private long position(long at) {
        return HEADER + Math.floorMod(at / resolution.stepMillis(), (long) resolution.samples()) * cellBytes;
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        byte[] out = new byte[bytes.remaining()];
        bytes.get(out);
        file.seek(position);
        file.write(out);
    }

    private static int crc(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
