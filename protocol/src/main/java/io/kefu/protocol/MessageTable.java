package io.kefu.protocol;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fields of one message by number and by name. Messages that contain themselves are not supported. */
final class MessageTable {
    /** {@link JsonReader} remembers the fields that it has seen in the bits of one long. */
    private static final int MAX_FIELDS = 64;

    /** One entry a message type of the protocol. */
    private static final Map<Descriptor, MessageTable> TABLES = new ConcurrentHashMap<>();

    private final Field[] byNumber;
    private final Map<String, Field> byName = new HashMap<>();

    private MessageTable(Descriptor type) {
        if (type.getFields().size() > MAX_FIELDS) {
            throw new IllegalStateException(type.getFullName() + " has more than " + MAX_FIELDS + " fields");
        }
        int highest = type.getFields().stream()
                .mapToInt(FieldDescriptor::getNumber)
                .max()
                .orElse(0);
        byNumber = new Field[highest + 1];
        for (FieldDescriptor descriptor : type.getFields()) {
            Field field = new Field(descriptor);
            byNumber[descriptor.getNumber()] = field;
            byName.put(descriptor.getName(), field);
        }
    }

    /** The one table of a type. */
    static MessageTable of(Descriptor type) {
        MessageTable known = TABLES.get(type);
        if (known != null) {
            return known;
        }
        // Not computeIfAbsent: making a table makes those of its parts, in the same map.
        MessageTable made = new MessageTable(type);
        MessageTable first = TABLES.putIfAbsent(type, made);
        return first == null ? made : first;
    }

    /** The field, or null when this version does not know it. */
    Field byNumber(int number) {
        return number < byNumber.length ? byNumber[number] : null;
    }

    /** The field, or null when this version does not know it. */
    Field byName(String name) {
        return byName.get(name);
    }
}
