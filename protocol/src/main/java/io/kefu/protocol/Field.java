package io.kefu.protocol;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/** One field of a message, with everything that either form needs worked out once. */
final class Field {
    /** The types for which the JSON form has a rule. */
    enum Type {
        STRING(WireFormat.WIRETYPE_LENGTH_DELIMITED),
        INT32(WireFormat.WIRETYPE_VARINT),
        INT64(WireFormat.WIRETYPE_VARINT),
        BOOL(WireFormat.WIRETYPE_VARINT),
        ENUM(WireFormat.WIRETYPE_VARINT),
        TIMESTAMP(WireFormat.WIRETYPE_LENGTH_DELIMITED),
        MESSAGE(WireFormat.WIRETYPE_LENGTH_DELIMITED),
        STRING_MAP(WireFormat.WIRETYPE_LENGTH_DELIMITED);

        final int wire;

        Type(int wire) {
            this.wire = wire;
        }
    }

    final FieldDescriptor descriptor;
    final int index;
    final Type type;
    final boolean repeated;
    final SerializableString name;
    final EnumWords words;
    final MessageTable table;

    Field(FieldDescriptor descriptor) {
        this.descriptor = descriptor;
        this.index = descriptor.getIndex();
        this.type = typeOf(descriptor);
        this.repeated = descriptor.isRepeated() && !descriptor.isMapField();
        this.name = new SerializedString(descriptor.getName());
        this.words = type == Type.ENUM ? new EnumWords(descriptor.getEnumType()) : null;
        this.table = type == Type.MESSAGE ? MessageTable.of(descriptor.getMessageType()) : null;
        if (repeated && type != Type.STRING && type != Type.MESSAGE) {
            throw noRule(descriptor);
        }
    }

    private static Type typeOf(FieldDescriptor field) {
        if (field.isMapField()) {
            return mapType(field);
        }
        return switch (field.getType()) {
            case STRING -> Type.STRING;
            case INT32 -> Type.INT32;
            case INT64 -> Type.INT64;
            case BOOL -> Type.BOOL;
            case ENUM -> Type.ENUM;
            case MESSAGE -> isTimestamp(field.getMessageType()) ? Type.TIMESTAMP : Type.MESSAGE;
            default -> throw noRule(field);
        };
    }

    private static Type mapType(FieldDescriptor field) {
        for (FieldDescriptor part : field.getMessageType().getFields()) {
            if (part.getType() != FieldDescriptor.Type.STRING) {
                throw noRule(field);
            }
        }
        return Type.STRING_MAP;
    }

    private static boolean isTimestamp(Descriptor type) {
        return type.equals(Timestamp.getDescriptor());
    }

    private static IllegalStateException noRule(FieldDescriptor field) {
        return new IllegalStateException("The JSON form has no rule for the type of " + field.getFullName()
                + ": give it one in io.kefu.protocol.Field, JsonWriter and JsonReader");
    }
}
