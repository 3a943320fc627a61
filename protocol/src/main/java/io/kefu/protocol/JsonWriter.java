package io.kefu.protocol;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the JSON form straight from the protobuf encoding: no message object is needed, and text goes from the one to
 * the other without becoming a {@code String}. The encoding must be one that protobuf-java wrote: the elements of a
 * repeated field side by side, no field twice.
 */
final class JsonWriter {
    private final byte[] bytes;
    private final CodedInputStream in;
    private final JsonGenerator out;

    JsonWriter(byte[] bytes, JsonGenerator out) {
        this.bytes = bytes;
        this.in = CodedInputStream.newInstance(bytes);
        this.out = out;
    }

    /** The whole message as one object. */
    void object(MessageTable table) {
        try {
            object(table, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("These bytes are not the protobuf encoding of a message of this kind", e);
        }
    }

    private void object(MessageTable table, int end) throws IOException {
        out.writeStartObject();
        Field open = null; // the repeated field or map whose end is still to be written
        while (in.getTotalBytesRead() < end) {
            int tag = in.readTag();
            Field field = known(table, tag);
            if (open != null && field != open) {
                close(open);
                open = null;
            }
            if (field == null) {
                in.skipField(tag);
            } else if (field.repeated || field.type == Field.Type.STRING_MAP) {
                if (open == null) {
                    open(field);
                    open = field;
                }
                element(field);
            } else {
                property(field);
            }
        }
        if (open != null) {
            close(open);
        }
        out.writeEndObject();
    }

    private static Field known(MessageTable table, int tag) {
        Field field = table.byNumber(WireFormat.getTagFieldNumber(tag));
        return field != null && field.type.wire == WireFormat.getTagWireType(tag) ? field : null;
    }

    private void open(Field field) {
        out.writeName(field.name);
        if (field.repeated) {
            out.writeStartArray();
        } else {
            out.writeStartObject();
        }
    }

    private void close(Field field) {
        if (field.repeated) {
            out.writeEndArray();
        } else {
            out.writeEndObject();
        }
    }

    private void element(Field field) throws IOException {
        switch (field.type) {
            case STRING -> string();
            case MESSAGE -> message(field.table);
            case STRING_MAP -> entry();
            default -> throw new IllegalStateException(field.descriptor.getFullName());
        }
    }

    private void property(Field field) throws IOException {
        if (field.type == Field.Type.ENUM) {
            word(field);
            return;
        }
        out.writeName(field.name);
        switch (field.type) {
            case STRING -> string();
            case INT32 -> out.writeNumber(in.readInt32());
            case INT64 -> out.writeNumber(in.readInt64());
            case BOOL -> out.writeBoolean(in.readBool());
            case TIMESTAMP -> timestamp();
            case MESSAGE -> message(field.table);
            default -> throw new IllegalStateException(field.descriptor.getFullName());
        }
    }

    private void string() throws IOException {
        int length = in.readRawVarint32();
        out.writeUTF8String(bytes, in.getTotalBytesRead(), length);
        in.skipRawBytes(length);
    }

    /** A number that this version does not know is left out: readers skip what they do not know anyway. */
    private void word(Field field) throws IOException {
        var word = field.words.word(in.readEnum());
        if (word != null) {
            out.writeName(field.name);
            out.writeString(word);
        }
    }

    private void message(MessageTable table) throws IOException {
        int length = in.readRawVarint32();
        object(table, in.getTotalBytesRead() + length);
    }

    private void entry() throws IOException {
        int length = in.readRawVarint32();
        int end = in.getTotalBytesRead() + length;
        String key = "";
        int valueAt = end;
        int valueLength = 0;
        while (in.getTotalBytesRead() < end) {
            int tag = in.readTag();
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                key = in.readStringRequireUtf8();
            } else {
                valueLength = in.readRawVarint32();
                valueAt = in.getTotalBytesRead();
                in.skipRawBytes(valueLength);
            }
        }
        out.writeName(key);
        out.writeUTF8String(bytes, valueAt, valueLength);
    }

    private void timestamp() throws IOException {
        int length = in.readRawVarint32();
        int end = in.getTotalBytesRead() + length;
        long seconds = 0;
        int nanos = 0;
        while (in.getTotalBytesRead() < end) {
            if (WireFormat.getTagFieldNumber(in.readTag()) == 1) {
                seconds = in.readInt64();
            } else {
                nanos = in.readInt32();
            }
        }
        out.writeString(Rfc3339.format(seconds, nanos));
    }
}
