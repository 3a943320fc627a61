import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Values for the {name:Type} places of a statement, as ClickHouse's HTTP interface has them in param_NAME. */
final class Parameters {
    static final Parameters NONE = new Parameters(Map.of());

    private final List<byte[]> names = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();

    Parameters(Map<String, String> byName) {
        byName.forEach((name, value) -> {
            names.add(name.getBytes(StandardCharsets.UTF_8));
            values.add(value.getBytes(StandardCharsets.UTF_8));
        });
    }

    int count() {
        return names.size();
    }

    MemorySegment names(Arena arena) {
        return pointers(arena, names);
    }

    MemorySegment nameLengths(Arena arena) {
        return lengths(arena, names);
    }

    MemorySegment values(Arena arena) {
        return pointers(arena, values);
    }

    MemorySegment valueLengths(Arena arena) {
        return lengths(arena, values);
    }

    private static MemorySegment pointers(Arena arena, List<byte[]> texts) {
        if (texts.isEmpty()) return MemorySegment.NULL;
        var pointers = arena.allocate(ADDRESS, texts.size());
        for (var i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            var copy = arena.allocate(text.length + 1L);
            MemorySegment.copy(text, 0, copy, JAVA_BYTE, 0, text.length);
            pointers.setAtIndex(ADDRESS, i, copy);
        }
        return pointers;
    }

    private static MemorySegment lengths(Arena arena, List<byte[]> texts) {
        if (texts.isEmpty()) return MemorySegment.NULL;
        ToLongFunction<byte[]> length = text -> text.length;
        return arena.allocateFrom(JAVA_LONG, texts.stream().mapToLong(length).toArray());
    }
}
