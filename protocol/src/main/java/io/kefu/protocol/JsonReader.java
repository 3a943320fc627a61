package io.kefu.protocol;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import io.kefu.protocol.BadFrameException.Reason;
import java.time.DateTimeException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/** Reads the JSON form of one message into its builder, skipping and counting what this version does not know. */
final class JsonReader {
    private final JsonParser in;
    private int unknown;

    JsonReader(JsonParser in) {
        this.in = in;
    }

    /** Fields and enum words that were skipped so far. */
    int unknown() {
        return unknown;
    }

    /**
     * A whole document that holds one frame.
     *
     * @return null when {@code into} now holds a frame of a known kind, else the name of the unknown kind
     */
    String frame(MessageTable kinds, Message.Builder into) throws BadFrameException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new BadFrameException(Reason.WRONG_TYPE, "a frame is an object");
        }
        String unknownKind = null;
        Field kind = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Field field = kinds.byName(name);
            JsonToken value = in.nextToken();
            if (field == null) {
                unknownKind = unknownKind == null ? name : unknownKind;
                skip();
            } else if (value != JsonToken.VALUE_NULL) {
                oneKind(kind, field);
                kind = field;
                field(field, value, into);
            }
        }
        if (in.nextToken() != null) {
            throw new BadFrameException(Reason.SYNTAX, "something stands after the frame");
        }
        if (kind == null && unknownKind == null) {
            throw new BadFrameException(Reason.NO_KIND, "the frame has no kind: it is an object with one key");
        }
        return kind == null ? unknownKind : null;
    }

    private static void oneKind(Field before, Field now) throws BadFrameException {
        if (before == now) {
            throw new BadFrameException(Reason.DUPLICATE_FIELD, "the kind stands twice");
        }
        if (before != null) {
            throw new BadFrameException(Reason.TWO_KINDS, "the frame has two kinds: send two frames");
        }
    }

    /** The object whose start is the current token, to its end. */
    void object(MessageTable table, Message.Builder into) throws BadFrameException {
        long seen = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Field field = table.byName(name);
            JsonToken value = in.nextToken();
            if (field == null) {
                skip();
                continue;
            }
            long bit = 1L << field.index;
            if ((seen & bit) != 0) {
                throw bad(Reason.DUPLICATE_FIELD, "the field stands twice", field);
            }
            seen |= bit;
            if (value != JsonToken.VALUE_NULL) {
                field(field, value, into);
            }
        }
    }

    private void skip() {
        unknown++;
        in.skipChildren();
    }

    private void field(Field field, JsonToken token, Message.Builder into) throws BadFrameException {
        if (field.repeated) {
            expect(JsonToken.START_ARRAY, token, field);
            for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                into.addRepeatedField(field.descriptor, value(field, next, into));
            }
        } else if (field.type == Field.Type.STRING_MAP) {
            expect(JsonToken.START_OBJECT, token, field);
            map(field, into);
        } else {
            into.setField(field.descriptor, value(field, token, into));
        }
    }

    private Object value(Field field, JsonToken token, Message.Builder into) throws BadFrameException {
        return switch (field.type) {
            case STRING -> string(field, token);
            case INT32 -> int32(field, token);
            case INT64 -> int64(field, token);
            case BOOL -> bool(field, token);
            case ENUM -> word(field, token);
            case TIMESTAMP -> timestamp(field, token);
            case MESSAGE -> message(field, token, into);
            case STRING_MAP -> throw new IllegalStateException(field.descriptor.getFullName());
        };
    }

    private String string(Field field, JsonToken token) throws BadFrameException {
        expect(JsonToken.VALUE_STRING, token, field);
        return wellFormed(in.getString(), field);
    }

    private int int32(Field field, JsonToken token) throws BadFrameException {
        expect(JsonToken.VALUE_NUMBER_INT, token, field);
        try {
            return in.getIntValue();
        } catch (InputCoercionException e) {
            throw bad(Reason.WRONG_TYPE, "the number does not fit in 32 bits", field);
        }
    }

    private long int64(Field field, JsonToken token) throws BadFrameException {
        expect(JsonToken.VALUE_NUMBER_INT, token, field);
        try {
            return in.getLongValue();
        } catch (InputCoercionException e) {
            throw bad(Reason.WRONG_TYPE, "the number does not fit in 64 bits", field);
        }
    }

    private boolean bool(Field field, JsonToken token) throws BadFrameException {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw bad(Reason.WRONG_TYPE, "true or false belongs here", field);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private EnumValueDescriptor word(Field field, JsonToken token) throws BadFrameException {
        expect(JsonToken.VALUE_STRING, token, field);
        EnumValueDescriptor value = field.words.value(in.getString());
        if (value == null) {
            unknown++;
            return field.words.unspecified();
        }
        return value;
    }

    private Message timestamp(Field field, JsonToken token) throws BadFrameException {
        expect(JsonToken.VALUE_STRING, token, field);
        try {
            return Rfc3339.parse(in.getString());
        } catch (DateTimeException e) {
            throw bad(Reason.WRONG_TYPE, "an RFC 3339 time belongs here", field);
        }
    }

    private Message message(Field field, JsonToken token, Message.Builder into) throws BadFrameException {
        expect(JsonToken.START_OBJECT, token, field);
        Message.Builder part = into.newBuilderForField(field.descriptor);
        object(field.table, part);
        return part.build();
    }

    private void map(Field field, Message.Builder into) throws BadFrameException {
        var parts = field.descriptor.getMessageType();
        for (String key = in.nextName(); key != null; key = in.nextName()) {
            JsonToken token = in.nextToken();
            Message.Builder entry = into.newBuilderForField(field.descriptor);
            entry.setField(parts.findFieldByNumber(1), wellFormed(key, field));
            entry.setField(parts.findFieldByNumber(2), string(field, token));
            into.addRepeatedField(field.descriptor, entry.build());
        }
    }

    /** The bytes were UTF-8, but an escape can still write half of a surrogate pair, which no encoding of text holds. */
    private String wellFormed(String text, Field field) throws BadFrameException {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw bad(Reason.NOT_UTF8, "an escape stands for half of a character", field);
            }
            i += Character.charCount(codePoint);
        }
        return text;
    }

    private void expect(JsonToken wanted, JsonToken found, Field field) throws BadFrameException {
        if (found != wanted) {
            String word = switch (wanted) {
                case START_OBJECT -> "an object";
                case START_ARRAY -> "an array";
                case VALUE_NUMBER_INT -> "a whole number";
                default -> "a string";
            };
            throw bad(Reason.WRONG_TYPE, word + " belongs here", field);
        }
    }

    private BadFrameException bad(Reason reason, String what, Field field) {
        var at = in.currentTokenLocation();
        return new BadFrameException(reason, field.descriptor.getName() + ", byte " + at.getByteOffset() + ": " + what);
    }
}
