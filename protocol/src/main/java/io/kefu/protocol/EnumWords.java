package io.kefu.protocol;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/** The JSON words of one enum: lower-case, without the enum's prefix. */
final class EnumWords {
    private final SerializableString[] byNumber;
    private final Map<String, EnumValueDescriptor> byWord = new HashMap<>();
    private final EnumValueDescriptor unspecified;

    EnumWords(EnumDescriptor type) {
        String prefix = upperSnake(type.getName()) + "_";
        unspecified = type.findValueByNumber(0);
        int highest = type.getValues().stream()
                .mapToInt(EnumValueDescriptor::getNumber)
                .max()
                .orElse(0);
        byNumber = new SerializableString[highest + 1];
        for (EnumValueDescriptor value : type.getValues()) {
            String word = value.getName().substring(prefix.length()).toLowerCase(Locale.ROOT);
            byNumber[value.getNumber()] = new SerializedString(word);
            byWord.put(word, value);
        }
    }

    /** The word of a number, or null when this version does not know the number. */
    SerializableString word(int number) {
        return number >= 0 && number < byNumber.length ? byNumber[number] : null;
    }

    /** The value of a word, or null when this version does not know the word. */
    EnumValueDescriptor value(String word) {
        return byWord.get(word);
    }

    EnumValueDescriptor unspecified() {
        return unspecified;
    }

    private static String upperSnake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
