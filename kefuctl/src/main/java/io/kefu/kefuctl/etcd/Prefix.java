package io.kefu.kefuctl.etcd;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The keys below {@code PATH/} in etcd: as a directory and what is in it.
 *
 * @param path without a slash at its end
 */
public record Prefix(String path) {

    /** What a command line names one with: {@code etcd:/kefu/shop}. */
    public static final String SCHEME = "etcd:";

    private static final Pattern FORM = Pattern.compile("/[\\p{L}\\p{N}._/-]{1,200}");

    /** From {@code etcd:/kefu/shop}. Throws {@link CommandFailure} for what is none. */
    public static Prefix of(String text) {
        String path = text.substring(SCHEME.length()).replaceFirst("/+$", "");
        if (!FORM.matcher(path).matches() || path.contains("//")) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    text + " names no prefix of keys: it begins with a slash and has letters, digits, '.', '_', '-'",
                    "such as etcd:/kefu/shop; where etcd listens is said with --endpoint");
        }
        return new Prefix(path);
    }

    /** As operators are told. */
    public String name() {
        return SCHEME + path;
    }

    /** A key without the prefix. */
    String under(String key) {
        return key.substring(path.length() + 1);
    }

    /** The range of its keys, as etcd is asked for it: from {@code PATH/} to before {@code PATH0}, the next character. */
    Map<String, Object> range() {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("key", encoded(path + '/'));
        range.put("range_end", encoded(path + (char) ('/' + 1)));
        return range;
    }

    private static String encoded(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
