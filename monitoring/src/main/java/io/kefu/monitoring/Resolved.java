package io.kefu.monitoring;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** Meters resolved before they are needed: an array look-up when they are. */
final class Resolved {
    private Resolved() {}

    static <E extends Enum<E>, M> Map<E, M> byEnum(Class<E> type, Function<E, M> resolve) {
        Map<E, M> resolved = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            resolved.put(value, resolve.apply(value));
        }
        return resolved;
    }
}
