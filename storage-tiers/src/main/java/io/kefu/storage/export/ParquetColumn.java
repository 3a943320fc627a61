package io.kefu.storage.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * The values of one column of a row group, as one data page: required, plain, compressed with gzip (Parquet format,
 * Encodings.md and Compression.md).
 */
final class ParquetColumn {
    /** A column's type: the physical one and what it stands for. */
    enum Type {
        TEXT(6),
        NUMBER(2),
        TIME(2),
        FLAG(0);

        private final int physical;

        Type(int physical) {
            this.physical = physical;
        }

        int physical() {
            return physical;
        }
    }

    private final String name;
    private final Type type;
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    private int flags;
    private int count;

    ParquetColumn(String name, Type type) {
        this.name = name;
        this.type = type;
    }

    String name() {
        return name;
    }

    Type type() {
        return type;
    }

    void add(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        plain.writeBytes(little(Integer.BYTES).putInt(bytes.length).array());
        plain.writeBytes(bytes);
        count++;
    }

    void add(long value) {
        plain.writeBytes(little(Long.BYTES).putLong(value).array());
        count++;
    }

    /** Eight to a byte, the first in its lowest bit. */
    void add(boolean value) {
        flags |= (value ? 1 : 0) << (count % Byte.SIZE);
        if (++count % Byte.SIZE == 0) {
            endFlags();
        }
    }

    private void endFlags() {
        plain.write(flags);
        flags = 0;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What is held, not compressed yet. */
    long size() {
        return plain.size();
    }

    /**
     * A column's piece of a row group.
     *
     * @param plainBytes the size with its header before it was compressed
     */
    @SuppressWarnings("ArrayRecordComponent") // written at once, never compared
    record Chunk(byte[] bytes, int values, long plainBytes) {}

    /** What was added, with its page's header; the column is empty then. */
    Chunk take() throws IOException {
        if (type == Type.FLAG && count % Byte.SIZE != 0) {
            endFlags();
        }
        byte[] page = gzip(plain.toByteArray());
        byte[] header = header(plain.size(), page.length);
        byte[] bytes = ByteBuffer.allocate(header.length + page.length)
                .put(header)
                .put(page)
                .array();
        Chunk chunk = new Chunk(bytes, count, (long) header.length + plain.size());
        plain.reset();
        count = 0;
        return chunk;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 2 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** {@code PageHeader} of parquet.thrift: a data page of version 1. */
    private byte[] header(int plainBytes, int packedBytes) {
        return new ThriftWriter()
                .element()
                .i32(1, 0)
                .i32(2, plainBytes)
                .i32(3, packedBytes)
                .struct(5)
                .i32(1, count)
                .i32(2, ParquetWriter.PLAIN)
                .i32(3, ParquetWriter.RLE)
                .i32(4, ParquetWriter.RLE)
                .end()
                .end()
                .bytes();
    }
}
