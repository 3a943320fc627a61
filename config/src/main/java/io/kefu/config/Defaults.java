package io.kefu.config;

import java.util.List;
import java.util.Map;

/** What a field is when it is left out. */
final class Defaults {

    private Defaults() {}

    /** The annotation's value; else empty for a collection that may be; else a record of defaults; else null. */
    static Object of(Shape shape, Default written) {
        if (written != null) {
            return Reading.ofDefault(shape, written.value());
        }
        return switch (shape) {
            case Shape.Items items when items.min() == 0 -> List.of();
            case Shape.Entries entries when entries.min() == 0 -> Map.of();
            case Shape.Fields fields when fields.fields().stream().noneMatch(Shape.Field::required) -> empty(fields);
            default -> null;
        };
    }

    /** Null when the record's own constructor wants something to be written. */
    private static Object empty(Shape.Fields shape) {
        try {
            Object[] values =
                    shape.fields().stream().map(Shape.Field::whenAbsent).toArray();
            return Construction.of(shape.type(), values);
        } catch (FieldProblem somethingIsWanted) {
            return null;
        }
    }
}
