package io.kefu.storage.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A Parquet file (parquet.apache.org, format version 1), written from its beginning to its end: row groups of at most so many
 * rows and bytes, of which one is in memory at a time, and what they are in the footer. Every column is required and plain,
 * which each reader of the format knows.
 */
final class ParquetWriter {
    static final int PLAIN = 0;
    static final int RLE = 3;

    private static final int VERSION = 1;
    private static final int REQUIRED = 0;
    private static final int UTF8 = 0;
    private static final int TIMESTAMP_MILLIS = 9;
    private static final int GZIP = 2;
    private static final int GROUP_ROWS = 20_000;
    private static final long GROUP_BYTES = 8 << 20;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final List<ParquetColumn> columns;
    private final List<Group> groups = new ArrayList<>();
    private long position;
    private int rows;

    private record Group(long rows, List<Piece> pieces) {}

    private record Piece(long offset, int values, long plainBytes, long bytes) {}

    ParquetWriter(OutputStream out, List<ParquetColumn> columns) throws IOException {
        this.out = out;
        this.columns = List.copyOf(columns);
        write(MAGIC);
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    /** A value for each column: text, a number, a moment or a flag. */
    void row(List<Object> values) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            add(columns.get(i), values.get(i));
        }
        rows++;
        if (rows == GROUP_ROWS
                || columns.stream().mapToLong(ParquetColumn::size).sum() >= GROUP_BYTES) {
            endGroup();
        }
    }

    private static void add(ParquetColumn column, Object value) {
        switch (column.type()) {
            case TEXT -> column.add((String) value);
            case NUMBER -> column.add((long) value);
            case TIME -> column.add(((Instant) value).toEpochMilli());
            case FLAG -> column.add((boolean) value);
        }
    }

    private void endGroup() throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (ParquetColumn column : columns) {
            ParquetColumn.Chunk chunk = column.take();
            pieces.add(new Piece(position, chunk.values(), chunk.plainBytes(), chunk.bytes().length));
            write(chunk.bytes());
        }
        groups.add(new Group(rows, pieces));
        rows = 0;
    }

    /** Writes what is left and the footer, without which the file is none. */
    void end() throws IOException {
        if (rows > 0) {
            endGroup();
        }
        byte[] footer = footer();
        write(footer);
        write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.length)
                .array());
        write(MAGIC);
    }

    /** {@code FileMetaData} of parquet.thrift. */
    private byte[] footer() {
        ThriftWriter to = new ThriftWriter().element().i32(1, VERSION).structs(2, columns.size() + 1);
        to.element().text(4, "message").i32(5, columns.size()).end();
        columns.forEach(each -> schema(to, each));
        to.i64(3, groups.stream().mapToLong(Group::rows).sum()).structs(4, groups.size());
        groups.forEach(each -> group(to, each));
        return to.text(6, "kefu").end().bytes();
    }

    /** Both the old and the new form of what a type stands for, as readers of either are about. */
    private static void schema(ThriftWriter to, ParquetColumn column) {
        to.element().i32(1, column.type().physical()).i32(3, REQUIRED).text(4, column.name());
        switch (column.type()) {
            case TEXT -> to.i32(6, UTF8).struct(10).struct(1).end().end();
            case TIME ->
                to.i32(6, TIMESTAMP_MILLIS)
                        .struct(10)
                        .struct(8)
                        .flag(1, true)
                        .struct(2)
                        .struct(1)
                        .end()
                        .end()
                        .end()
                        .end();
            case NUMBER, FLAG -> {}
        }
        to.end();
    }

    private void group(ThriftWriter to, Group group) {
        to.element().structs(1, columns.size());
        IntStream.range(0, columns.size())
                .forEach(i -> column(to, columns.get(i), group.pieces().get(i)));
        to.i64(2, group.pieces().stream().mapToLong(Piece::plainBytes).sum())
                .i64(3, group.rows())
                .end();
    }

    private static void column(ThriftWriter to, ParquetColumn column, Piece piece) {
        to.element().i64(2, piece.offset()).struct(3);
        to.i32(1, column.type().physical());
        to.list(2, ThriftWriter.I32, 2).zigzag(PLAIN).zigzag(RLE);
        to.texts(3, 1).text(column.name());
        to.i32(4, GZIP)
                .i64(5, piece.values())
                .i64(6, piece.plainBytes())
                .i64(7, piece.bytes())
                .i64(9, piece.offset())
                .end()
                .end();
    }
}
