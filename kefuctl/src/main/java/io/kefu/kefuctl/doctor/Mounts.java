package io.kefu.kefuctl.doctor;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The file systems of {@code /proc/self/mountinfo} (proc(5)). */
final class Mounts {

    private static final int POINT = 4;
    private static final int OPTIONS = 5;

    /** One of them. */
    record Mount(Path point, List<String> options, String type, List<String> superOptions) {

        boolean has(String option) {
            return options.contains(option) || superOptions.contains(option);
        }

        @Override
        public String toString() {
            return type + " at " + point;
        }
    }

    private final Host host;

    Mounts(Host host) {
        this.host = host;
    }

    /** That which a path lies in; of several at one point the last, which hides the others. */
    Optional<Mount> of(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        return host.text("/proc/self/mountinfo")
                .flatMap(text -> text.lines()
                        .map(Mounts::parse)
                        .flatMap(Optional::stream)
                        .filter(mount -> whole.startsWith(mount.point()))
                        .reduce((a, b) -> length(b) >= length(a) ? b : a));
    }

    private static int length(Mount mount) {
        return mount.point().getNameCount();
    }

    private static Optional<Mount> parse(String line) {
        String[] halves = line.split(" - ", 2);
        String[] words = halves[0].split(" ", -1);
        String[] more = halves.length < 2 ? new String[0] : halves[1].split(" ", -1);
        if (words.length <= OPTIONS || more.length < 3) {
            return Optional.empty();
        }
        Path point = Path.of(words[POINT].replace("\\040", " "));
        return Optional.of(new Mount(point, list(words[OPTIONS]), more[0], list(more[2])));
    }

    private static List<String> list(String options) {
        return Arrays.stream(options.split(",", -1))
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
