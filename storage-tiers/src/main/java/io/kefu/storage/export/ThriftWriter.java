package io.kefu.storage.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Structures in Thrift's compact protocol (thrift-compact-protocol.md of Apache Thrift), in which a Parquet file's own are written. */
final class ThriftWriter {
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    static final int I32 = 5;
    static final int I64 = 6;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outer = new ArrayDeque<>();
    private int lastField;

    ThriftWriter i32(int field, int value) {
        header(field, I32);
        return zigzag(value);
    }

    ThriftWriter i64(int field, long value) {
        header(field, I64);
        return zigzag(value);
    }

    ThriftWriter flag(int field, boolean value) {
        header(field, value ? 1 : 2);
        return this;
    }

    ThriftWriter text(int field, String value) {
        header(field, BINARY);
        return text(value);
    }

    /** An element of a list of texts. */
    ThriftWriter text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        unsigned(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** An element of a list of numbers. */
    ThriftWriter zigzag(long value) {
        unsigned((value << 1) ^ (value >> 63));
        return this;
    }

    /** Ends with {@link #end}. */
    ThriftWriter struct(int field) {
        header(field, STRUCT);
        return element();
    }

    /** A structure that is an element of a list, or the whole; ends with {@link #end}. */
    ThriftWriter element() {
        outer.push(lastField);
        lastField = 0;
        return this;
    }

    ThriftWriter end() {
        out.write(0);
        lastField = outer.pop();
        return this;
    }

    ThriftWriter structs(int field, int size) {
        return list(field, STRUCT, size);
    }

    ThriftWriter texts(int field, int size) {
        return list(field, BINARY, size);
    }

    /** Its elements follow. */
    ThriftWriter list(int field, int type, int size) {
        header(field, LIST);
        if (size < SHORT_LIST) {
            out.write(size << 4 | type);
        } else {
            out.write(0xF0 | type);
            unsigned(size);
        }
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void header(int field, int type) {
        int delta = field - lastField;
        if (delta < 1 || delta > SHORT_LIST) {
            throw new IllegalArgumentException("field " + field + " after " + lastField);
        }
        out.write(delta << 4 | type);
        lastField = field;
    }

    private void unsigned(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
