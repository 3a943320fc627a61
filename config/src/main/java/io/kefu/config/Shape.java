package io.kefu.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a value may be. Read from a record type once; validation, binding, schema and reference page all follow it. */
sealed interface Shape {

    /** What to write, for messages and the reference page: {@code a duration from 1s to 1h, such as 30s}. */
    String expected();

    /**
     * Text of {@code min} to {@code max} code points.
     *
     * @param refersTo the kind of the document that it names
     * @param language what it is written in
     */
    record Text(long min, long max, Optional<TextForm> form, Optional<String> refersTo, Optional<String> language)
            implements Shape {
        @Override
        public String expected() {
            return refersTo.map(kind -> "the name of " + Words.article(kind))
                    .or(() -> form.map(TextForm::is))
                    .orElse("text of " + min + " to " + max + " characters");
        }
    }

    /** A regular expression matched as a whole, and what to say when it does not match. */
    record TextForm(String regex, String is) {}

    record Flag() implements Shape {
        @Override
        public String expected() {
            return "`true` or `false`";
        }
    }

    /** A whole number; {@code type} is {@code int} or {@code long} or its box. */
    record Whole(Class<?> type, long min, long max) implements Shape {
        @Override
        public String expected() {
            return "a whole number from " + min + " to " + max;
        }
    }

    record Real(BigDecimal min, BigDecimal max) implements Shape {
        @Override
        public String expected() {
            return "a number from " + min.toPlainString() + " to " + max.toPlainString();
        }
    }

    record Span(Duration min, Duration max) implements Shape {
        @Override
        public String expected() {
            Duration example = Duration.ofSeconds(30);
            boolean fits = example.compareTo(min) >= 0 && example.compareTo(max) <= 0;
            return "a duration from " + Durations.format(min) + " to " + Durations.format(max) + ", such as `"
                    + (fits ? "30s" : Durations.format(min)) + "`";
        }
    }

    record Size(ByteSize min, ByteSize max) implements Shape {
        @Override
        public String expected() {
            ByteSize example = ByteSize.parse("256KiB");
            boolean fits = example.bytes() >= min.bytes() && example.bytes() <= max.bytes();
            return "a size from " + min + " to " + max + ", such as `" + (fits ? example : max) + "`";
        }
    }

    /** A {@link Secret} of {@code min} to {@code max} bytes. */
    record Hidden(long min, long max, boolean strong) implements Shape {
        @Override
        public String expected() {
            return "a secret of " + min + " to " + max + " bytes, such as `${file:secrets/NAME}`";
        }
    }

    /** A {@link LocalizedText}, each of its texts of 1 to {@code max} code points. */
    record Localized(long max) implements Shape {
        @Override
        public String expected() {
            return "text, or a map of language to text such as `{zh: …, en: …}`";
        }
    }

    /** One of an enum's constants, written in lower case with hyphens. */
    record Word(Class<? extends Enum<?>> type) implements Shape {
        @Override
        public String expected() {
            return "one of " + String.join(", ", words());
        }

        List<String> words() {
            return List.of(type.getEnumConstants()).stream().map(Words::of).toList();
        }
    }

    /** A folder beside the file. */
    record Directory(String extension) implements Shape {
        @Override
        public String expected() {
            return "a folder of `*." + extension + "` files, relative to this file";
        }
    }

    record Items(Shape item, long min, long max) implements Shape {
        @Override
        public String expected() {
            return "a list (`[…]` or lines that start with `- `) of " + min + " to " + max + ", each "
                    + item.expected();
        }
    }

    record Entries(Shape value, long min, long max) implements Shape {
        @Override
        public String expected() {
            return "a map (`key: value`) of " + min + " to " + max + ", each value " + value.expected();
        }
    }

    record Fields(Class<? extends Record> type, List<Field> fields) implements Shape {
        @Override
        public String expected() {
            return "a map with the keys " + String.join(", ", keys());
        }

        List<String> keys() {
            return fields.stream().map(Field::key).toList();
        }
    }

    /**
     * A record's component.
     *
     * @param optional an {@link Optional} component, empty when left out
     * @param whenAbsent the value when left out, null when it must be written
     */
    record Field(String key, Shape shape, boolean optional, Object whenAbsent, String doc) {

        boolean required() {
            return whenAbsent == null;
        }
    }
}
