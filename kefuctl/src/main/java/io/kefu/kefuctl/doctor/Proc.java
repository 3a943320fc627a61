package io.kefu.kefuctl.doctor;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the small files of {@code proc(5)} and {@code sysfs(5)}. */
final class Proc {

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Host host;

    Proc(Host host) {
        this.host = host;
    }

    /** The first number in a file; empty when there is none. */
    OptionalLong number(String path) {
        return host.text(path).map(Proc::first).orElseGet(OptionalLong::empty);
    }

    /** The number after a word at the beginning of a line, as in {@code MemTotal: 16 kB}. */
    OptionalLong number(String path, String key) {
        return line(path, key).map(line -> first(line.substring(key.length()))).orElseGet(OptionalLong::empty);
    }

    Optional<String> line(String path, String key) {
        return host.text(path)
                .flatMap(text ->
                        text.lines().filter(each -> each.startsWith(key)).findFirst());
    }

    /** All numbers of a line, the key's own left out. */
    long[] numbers(String path, String key) {
        return line(path, key)
                .map(line -> NUMBER.matcher(line.substring(key.length()))
                        .results()
                        .mapToLong(each -> Long.parseLong(each.group()))
                        .toArray())
                .orElseGet(() -> new long[0]);
    }

    /** A limit of a process, soft then hard; {@link Long#MAX_VALUE} for unlimited. */
    Optional<long[]> limit(String process, String name) {
        return line(process + "/limits", name)
                .map(line -> Arrays.stream(line.substring(name.length()).strip().split("\\s+"))
                        .limit(2)
                        .mapToLong(word -> word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word))
                        .toArray());
    }

    /** A limit or a number for eyes. */
    static String shown(long value) {
        return value == Long.MAX_VALUE ? "unlimited" : Long.toString(value);
    }

    static String mib(long bytes) {
        return bytes >= 10L << 30 ? (bytes >> 30) + " GiB" : (bytes >> 20) + " MiB";
    }

    private static OptionalLong first(String text) {
        Matcher found = NUMBER.matcher(text);
        return found.find() ? OptionalLong.of(Long.parseLong(found.group())) : OptionalLong.empty();
    }
}
