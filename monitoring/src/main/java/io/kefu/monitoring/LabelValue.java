package io.kefu.monitoring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An enum whose constants are a label's values: {@code LONG_POLL} is written {@code long_poll}. */
public interface LabelValue {
    String name();

    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E> & LabelValue> List<String> labels(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(LabelValue::label).toList();
    }
}
