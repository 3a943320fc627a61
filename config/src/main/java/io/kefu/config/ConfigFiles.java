package io.kefu.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which files a configuration consists of: one file, or a directory's {@code *.yaml} in name order; not those below it,
 * which belong to documents, unless all are asked for.
 */
final class ConfigFiles {

    private static final int MAX_FILES = 1_000;
    private static final int MAX_DEPTH = 16;

    private ConfigFiles() {}

    static List<Path> in(Path path, Consumer<Problem> problems) {
        return read(path, ConfigFiles::list, problems);
    }

    /** With those of the directories in it. */
    static List<Path> below(Path path, Consumer<Problem> problems) {
        return read(path, ConfigFiles::walk, problems);
    }

    @FunctionalInterface
    private interface Listing {
        List<Path> of(Path directory) throws IOException;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** A walk does not enter a link, not even one that it starts from; what it finds has the names that were given. */
    private static List<Path> walk(Path directory) throws IOException {
        Path real = directory.toRealPath();
        try (Stream<Path> entries = Files.walk(real, MAX_DEPTH)) {
            return entries.filter(Files::isRegularFile)
                    .map(file -> directory.resolve(real.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> read(Path path, Listing listing, Consumer<Problem> problems) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try {
            List<Path> files = listing.of(path);
            files.stream().filter(file -> file.toString().endsWith(".yml")).forEach(file -> problems.accept(yml(file)));
            return bounded(path, files.stream().filter(ConfigFiles::isRead).toList(), problems);
        } catch (IOException | UncheckedIOException e) {
            problems.accept(problem(path, "the directory cannot be listed", "check that this user may read it"));
            return List.of();
        }
    }

    /** Rule tests ({@code *_test.yaml}) lie beside the documents and are not documents. */
    private static boolean isRead(Path file) {
        return file.toString().endsWith(".yaml") && !file.toString().endsWith("_test.yaml");
    }

    private static List<Path> bounded(Path path, List<Path> files, Consumer<Problem> problems) {
        if (files.isEmpty()) {
            problems.accept(problem(path, "there is no `*.yaml` in it", "make some with `kefuctl config init DIR`"));
        }
        if (files.size() > MAX_FILES) {
            problems.accept(problem(path, "it holds more than 1000 files", "put more documents into each"));
            return List.of();
        }
        return files;
    }

    private static Problem yml(Path file) {
        return problem(file, "a `.yml` file is not read", "name it `.yaml`");
    }

    private static Problem problem(Path path, String wrong, String instead) {
        return new Problem(Position.startOf(path.toString()), ProblemCode.UNREADABLE, wrong, instead);
    }
}
