package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.doctor.Sysctl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Raises what doctor finds too low among the kernel's settings: in a file of kefuctl's own for each start (sysctl.d(5)), and
 * in the kernel that runs. What is high enough, or is set so by another file, is left alone: nothing is ever lowered.
 */
final class Tuning {

    /** By which a file of kefuctl's is known. */
    private static final String BEGINS = "# Written by kefuctl install --tune";

    private static final String HEAD =
            BEGINS + ", and removed by kefuctl uninstall: settings of\n# your own go into another file.\n";

    /** Where settings for each start lie: those of sysctl.d(5), and the one of sysctl(8). */
    private static final List<String> FOLDERS =
            List.of("etc/sysctl.d", "run/sysctl.d", "usr/local/lib/sysctl.d", "usr/lib/sysctl.d", "lib/sysctl.d");

    private static final String ONE_FILE = "etc/sysctl.conf";

    private static final int MOST_BYTES = 4_096;

    private final Layout layout;
    private final Optional<Path> kernel;

    Tuning(Site site) {
        this.layout = site.layout();
        this.kernel = site.kernel();
    }

    /** What is too low, and set high enough by no file. Where no kernel runs it is what no file sets. */
    List<Intent.Raise> open() throws IOException {
        List<String> lines = lines();
        return Sysctl.ALL.stream()
                .filter(each -> isLow(each) && !isSet(each, lines))
                .map(each -> new Intent.Raise(
                        each.key(), each.why(), running(each.key()).orElse(""), each.asked()))
                .toList();
    }

    /** What a file sets high enough, and the kernel that runs has too low. */
    List<String> waiting() throws IOException {
        List<String> lines = lines();
        return Sysctl.ALL.stream()
                .filter(each -> kernel.isPresent() && isLow(each) && isSet(each, lines))
                .map(Sysctl::key)
                .toList();
    }

    /** A setting that a kernel does not have, or does not show, is none that is too low. */
    private boolean isLow(Sysctl sysctl) {
        return running(sysctl.key()).map(value -> !sysctl.isEnough(value)).orElse(kernel.isEmpty());
    }

    private static boolean isSet(Sysctl sysctl, List<String> lines) {
        return lines.stream()
                .map(line -> line.split("=", 2))
                .anyMatch(parts -> parts.length == 2
                        && parts[0].strip()
                                .replaceFirst("^-", "")
                                .replace('/', '.')
                                .equals(sysctl.key())
                        && sysctl.isEnough(parts[1]));
    }

    private List<String> lines() throws IOException {
        List<Path> files = new ArrayList<>(List.of(layout.root().resolve(ONE_FILE)));
        for (String name : FOLDERS) {
            Path folder = layout.root().resolve(name);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> all = Files.list(folder)) {
                    all.filter(each -> each.toString().endsWith(".conf")).forEach(files::add);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                lines.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
            }
        }
        return lines;
    }

    /** What the kernel that runs has; empty where none does, or does not show it. */
    private Optional<String> running(String key) {
        Optional<Path> file = kernel.map(settings -> settings.resolve(Sysctl.file(key)));
        if (file.isEmpty() || !Files.isReadable(file.get())) {
            return Optional.empty();
        }
        // In one read: such a file has nothing more to tell a second one, and calls itself empty.
        try (InputStream value = Files.newInputStream(file.get())) {
            String text = new String(value.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
            return Optional.of(text.strip().replaceAll("\\s+", " "));
        } catch (IOException e) {
            return Optional.empty(); // as one that is not shown
        }
    }

    /** Those that the kernel which runs does not have. */
    List<String> later(List<Intent.Raise> raises) {
        return keys(raises, each -> !running(each.key()).equals(Optional.of(each.then())));
    }

    /** Those that it cannot be given from here, as in most containers. */
    List<String> outOfReach(List<Intent.Raise> raises) {
        return keys(raises, each -> !mayTurn(each.key()));
    }

    private static List<String> keys(List<Intent.Raise> raises, Predicate<Intent.Raise> wanted) {
        return raises.stream().filter(wanted).map(Intent.Raise::key).toList();
    }

    private boolean mayTurn(String key) {
        return kernel.isPresent() && Files.isWritable(kernel.get().resolve(Sysctl.file(key)));
    }

    /** The file, then the kernel that runs. One that cannot be written to has them from its next start. */
    void raise(List<Intent.Raise> raises) throws IOException {
        Path file = layout.sysctl();
        if (Steps.exists(file) && !isOwn()) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    layout.inside(file) + " is there already, and kefuctl has not written it",
                    "move it away, or leave out --tune");
        }
        Files.createDirectories(file.getParent());
        StringBuilder text = new StringBuilder(Steps.exists(file) ? Files.readString(file) : HEAD);
        raises.stream()
                .map(Tuning::block)
                .filter(each -> text.indexOf(each) < 0)
                .forEach(text::append);
        Durable.write(file, text.toString());
        for (Intent.Raise each : raises) {
            if (mayTurn(each.key())) {
                turn(each.key(), each.now(), each.then());
            }
        }
    }

    /** As it was, but for what somebody else has changed since. */
    void putBack(List<Intent.Raise> raises) throws IOException {
        for (Intent.Raise each : raises) {
            turn(each.key(), each.then(), each.now());
        }
        if (isOwn()) {
            String text = Files.readString(layout.sysctl());
            for (Intent.Raise each : raises) {
                text = text.replace(block(each), "");
            }
            if (text.equals(HEAD)) {
                remove();
            } else {
                Durable.write(layout.sysctl(), text);
            }
        }
        Files.deleteIfExists(next());
    }

    /** Takes the file away if it is kefuctl's. The kernel that runs keeps what it has. */
    void remove() throws IOException {
        if (isOwn()) {
            Files.delete(layout.sysctl());
        }
        Files.deleteIfExists(next());
    }

    private Path next() {
        return layout.sysctl().resolveSibling(layout.sysctl().getFileName() + ".next");
    }

    private boolean isOwn() throws IOException {
        return Files.isRegularFile(layout.sysctl(), LinkOption.NOFOLLOW_LINKS)
                && Files.readString(layout.sysctl(), StandardCharsets.ISO_8859_1)
                        .startsWith(BEGINS);
    }

    private static String block(Intent.Raise raise) {
        return "\n# " + raise.why() + "\n" + raise.key() + " = " + raise.then() + "\n";
    }

    /** Only from the one value to the other: any third is somebody else's. */
    private void turn(String key, String from, String to) throws IOException {
        if (running(key).equals(Optional.of(from))) {
            Files.writeString(
                    kernel.orElseThrow().resolve(Sysctl.file(key)),
                    to + "\n",
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        }
    }
}
