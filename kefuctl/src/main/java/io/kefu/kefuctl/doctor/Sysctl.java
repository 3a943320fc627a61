package io.kefu.kefuctl.doctor;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A setting of the kernel that is wanted to be high enough (sysctl(8)). The one place of these figures: doctor looks at them
 * here, and an install that tunes writes them.
 *
 * @param key such as {@code net.core.somaxconn}
 * @param why what happens when it is too low, in one sentence
 * @param least under which doctor warns; of a range what it spans
 * @param asked what to set it to then; at least what any kernel has by itself
 */
public record Sysctl(String key, String why, long least, String asked) {

    static final Sysctl BACKLOG = new Sysctl(
            "net.core.somaxconn",
            "When everybody reconnects at once, as after a restart, those beyond it are dropped and try again seconds later.",
            1_024,
            "4096");

    static final Sysctl HALF_OPEN = new Sysctl(
            "net.ipv4.tcp_max_syn_backlog",
            "Beyond it the kernel drops new connections, or answers with cookies that lose TCP options.",
            512,
            "4096");

    static final Sysctl PORTS = new Sysctl(
            "net.ipv4.ip_local_port_range",
            "A proxy on this machine needs one for each client that it passes on: beyond that many it refuses them, whatever"
                    + " the server could take.",
            10_000,
            "10240 65535");

    static final Sysctl MAPS = new Sysctl(
            "vm.max_map_count",
            "Search, the heap and the databases map files: beyond the limit the process ends, as if out of memory.",
            65_530,
            "262144");

    /** Every one of them, in the order of the reference page. */
    public static final List<Sysctl> ALL = List.of(BACKLOG, HALF_OPEN, PORTS, MAPS);

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** The file of a setting, below {@code /proc/sys}. */
    public static String file(String key) {
        return key.replace('.', '/');
    }

    /** Whether it is two numbers, the first and the last. */
    boolean isRange() {
        return asked.contains(" ");
    }

    /** How much a value is: the number itself, or how many numbers a range spans; empty for what is neither. */
    public static OptionalLong amount(String value) {
        long[] numbers = NUMBER.matcher(value)
                .results()
                .map(MatchResult::group)
                .mapToLong(digits -> digits.length() > 18 ? Long.MAX_VALUE / 2 : Long.parseLong(digits))
                .toArray();
        return switch (numbers.length) {
            case 1 -> OptionalLong.of(numbers[0]);
            case 2 -> OptionalLong.of(numbers[1] - numbers[0] + 1);
            default -> OptionalLong.empty();
        };
    }

    /** Whether doctor is content with a value. */
    public boolean isEnough(String value) {
        return amount(value).orElse(-1) >= least;
    }

    /** What doctor says to do. */
    String fix() {
        String value = isRange() ? "'" + asked + "'" : asked;
        return "sysctl -w " + key + "=" + value
                + ", and the same line in /etc/sysctl.d/90-kefu.conf; kefuctl install --tune does both";
    }
}
