package io.kefu.protocol;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Random;

/** Random messages of any type of the protocol, out of a seed. */
final class RandomFrames {
    private static final List<String> SPICE =
            List.of("\u0000", "\"", "\\", "\u007f", "é", "中", "\u2028", "\uffff", "😀", "</script>", "\r\n");
    private final Random random;

    RandomFrames(long seed) {
        random = new Random(seed);
    }

    /** Sets exactly one kind of the frame. */
    <T extends Message> Message frame(T prototype) {
        List<FieldDescriptor> kinds = prototype.getDescriptorForType().getFields();
        FieldDescriptor kind = kinds.get(random.nextInt(kinds.size()));
        Message.Builder frame = prototype.newBuilderForType();
        return frame.setField(kind, message(frame.newBuilderForField(kind))).build();
    }

    private Message message(Message.Builder into) {
        if (into.getDescriptorForType().equals(Timestamp.getDescriptor())) {
            return time();
        }
        for (FieldDescriptor field : into.getDescriptorForType().getFields()) {
            if (random.nextBoolean()) {
                fill(into, field);
            }
        }
        return into.build();
    }

    private void fill(Message.Builder into, FieldDescriptor field) {
        if (field.isMapField()) {
            for (int i = random.nextInt(4); i > 0; i--) {
                Message.Builder entry = into.newBuilderForField(field);
                entry.setField(entry.getDescriptorForType().findFieldByNumber(1), i + text());
                entry.setField(entry.getDescriptorForType().findFieldByNumber(2), text());
                into.addRepeatedField(field, entry.build());
            }
        } else if (field.isRepeated()) {
            for (int i = random.nextInt(4); i > 0; i--) {
                into.addRepeatedField(field, value(into, field));
            }
        } else {
            into.setField(field, value(into, field));
        }
    }

    private Object value(Message.Builder into, FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING -> text();
            case INT32 -> random.nextInt() >> random.nextInt(32);
            case INT64 -> random.nextLong() >> random.nextInt(64);
            case BOOL -> random.nextBoolean();
            case ENUM -> word(field.getEnumType().getValues());
            case MESSAGE -> message(into.newBuilderForField(field));
            default -> throw new IllegalStateException(field.getFullName());
        };
    }

    private EnumValueDescriptor word(List<EnumValueDescriptor> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(
                    random.nextInt(3) == 0
                            ? SPICE.get(random.nextInt(SPICE.size()))
                            : Character.toString(random.nextInt(32, 127)));
        }
        return text.toString();
    }

    private Timestamp time() {
        return Timestamp.newBuilder()
                .setSeconds(random.nextLong(-62_135_596_800L, 253_402_300_800L))
                .setNanos(random.nextInt(1000) * 1_000_000)
                .build();
    }
}
