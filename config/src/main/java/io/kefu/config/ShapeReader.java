package io.kefu.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@link Shape} of a record type. A type that breaks the rules is a fault in the program and throws. */
final class ShapeReader {

    private static final String MAX_TEXT = "4096";
    private static final String MAX_ENTRIES = "10000";

    private ShapeReader() {}

    static Shape.Fields fields(Class<? extends Record> type) {
        List<Shape.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(component));
        }
        return new Shape.Fields(type, List.copyOf(fields));
    }

    private static Shape.Field field(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        if (doc == null) {
            throw fault(component, "has no @Doc");
        }
        boolean optional = component.getType() == Optional.class;
        Type type = optional ? argument(component.getGenericType(), 0) : component.getGenericType();
        Shape shape = shape(component, type);
        Object absent = optional ? Optional.empty() : Defaults.of(shape, component.getAnnotation(Default.class));
        Key key = component.getAnnotation(Key.class);
        return new Shape.Field(key == null ? component.getName() : key.value(), shape, optional, absent, doc.value());
    }

    private static Shape shape(RecordComponent component, Type type) {
        if (type instanceof ParameterizedType generic) {
            return collection(component, generic);
        }
        return single(component, (Class<?>) type, component.getAnnotation(Within.class));
    }

    private static Shape collection(RecordComponent component, ParameterizedType type) {
        Within within = component.getAnnotation(Within.class);
        long min = whole(or(within == null ? "" : within.min(), "0"));
        long max = whole(or(within == null ? "" : within.max(), MAX_ENTRIES));
        if (type.getRawType() == List.class) {
            return new Shape.Items(single(component, (Class<?>) argument(type, 0), null), min, max);
        }
        if (type.getRawType() == Map.class && argument(type, 0) == String.class) {
            return new Shape.Entries(single(component, (Class<?>) argument(type, 1), null), min, max);
        }
        throw fault(component, "is a " + type + ", which no shape covers");
    }

    private static Shape single(RecordComponent component, Class<?> type, Within within) {
        if (type.isRecord() && type != ByteSize.class) {
            return fields(type.asSubclass(Record.class));
        }
        if (type.isEnum()) {
            @SuppressWarnings("unchecked") // isEnum() was asked
            Class<? extends Enum<?>> words = (Class<? extends Enum<?>>) type;
            return new Shape.Word(words);
        }
        return scalar(component, type, within);
    }

    private static Shape scalar(RecordComponent component, Class<?> type, Within within) {
        String min = within == null ? "" : within.min();
        String max = within == null ? "" : within.max();
        return switch (type.getName()) {
            case "java.lang.String" -> text(component, or(min, "1"), or(max, MAX_TEXT));
            case "boolean", "java.lang.Boolean" -> new Shape.Flag();
            case "int", "long", "java.lang.Integer", "java.lang.Long" ->
                new Shape.Whole(type, whole(bound(component, min)), whole(bound(component, max)));
            case "double", "java.lang.Double" ->
                new Shape.Real(new BigDecimal(bound(component, min)), new BigDecimal(bound(component, max)));
            case "java.time.Duration" -> span(bound(component, min), bound(component, max));
            case "io.kefu.config.ByteSize" ->
                new Shape.Size(ByteSize.parse(bound(component, min)), ByteSize.parse(bound(component, max)));
            case "io.kefu.config.Secret" -> hidden(component, min, max);
            case "io.kefu.config.LocalizedText" -> new Shape.Localized(whole(or(max, MAX_TEXT)));
            case "java.nio.file.Path" -> directory(component);
            default -> throw fault(component, "is a " + type + ", which no shape covers");
        };
    }

    private static Shape text(RecordComponent component, String min, String max) {
        Form form = component.getAnnotation(Form.class);
        RefersTo reference = component.getAnnotation(RefersTo.class);
        return new Shape.Text(
                whole(min),
                whole(max),
                Optional.ofNullable(form).map(f -> new Shape.TextForm(f.regex(), f.is())),
                Optional.ofNullable(reference).map(RefersTo::value),
                Optional.ofNullable(component.getAnnotation(Language.class)).map(Language::value));
    }

    private static Shape span(String min, String max) {
        Duration least = Durations.parse(min);
        return new Shape.Span(least, Durations.parse(max));
    }

    private static Shape hidden(RecordComponent component, String min, String max) {
        boolean strong = component.isAnnotationPresent(Strong.class);
        return new Shape.Hidden(whole(or(min, strong ? "32" : "1")), whole(or(max, MAX_TEXT)), strong);
    }

    private static Shape directory(RecordComponent component) {
        Folder folder = component.getAnnotation(Folder.class);
        if (folder == null || component.getType() == Path.class) {
            throw fault(component, "is a path: it takes @Folder and is an Optional<Path> or a List<Path>");
        }
        return new Shape.Directory(folder.extension());
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static String or(String written, String otherwise) {
        return written.isEmpty() ? otherwise : written;
    }

    private static String bound(RecordComponent component, String written) {
        if (written.isEmpty()) {
            throw fault(component, "needs @Within with both bounds");
        }
        return written;
    }

    private static long whole(String written) {
        return Long.parseLong(written);
    }

    private static IllegalArgumentException fault(RecordComponent component, String what) {
        return new IllegalArgumentException(
                component.getDeclaringRecord().getName() + "." + component.getName() + " " + what);
    }
}
