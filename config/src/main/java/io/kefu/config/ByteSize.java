package io.kefu.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 512B}, {@code 256KiB}, {@code 20MiB}, {@code 4GiB} or {@code 2TiB} (IEC 80000-13). */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    /** The written form, for schemas. */
    static final String REGEX = "(\\d{1,15})(B|KiB|MiB|GiB|TiB)";

    private static final Pattern WRITTEN = Pattern.compile(REGEX);
    private static final Map<String, Long> UNITS = units();

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when it is not one, or is 8 EiB and more
     */
    public static ByteSize parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("not a size: " + text);
        }
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(written.group(1)), UNITS.get(written.group(2))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a size beyond 8 EiB: " + text, e);
        }
    }

    /** The bytes as an {@code int}, for buffers. Throws {@link ArithmeticException} from 2 GiB. */
    public int toInt() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The written form in the largest unit that divides it. */
    @Override
    public String toString() {
        return UNITS.entrySet().stream()
                .filter(unit -> bytes > 0 && bytes % unit.getValue() == 0)
                .findFirst()
                .map(unit -> bytes / unit.getValue() + unit.getKey())
                .orElse("0B");
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("TiB", 1L << 40);
        units.put("GiB", 1L << 30);
        units.put("MiB", 1L << 20);
        units.put("KiB", 1L << 10);
        units.put("B", 1L);
        return units;
    }
}
