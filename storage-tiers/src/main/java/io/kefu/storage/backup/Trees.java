package io.kefu.storage.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories with all that is in them. */
final class Trees {
    private Trees() {}

    static void remove(Path directory) throws IOException {
        if (Files.exists(directory)) {
            for (Path each : all(directory).sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static Stream<Path> all(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.toList().stream();
        }
    }

    /** Every regular file in it, in order. */
    static List<Path> files(Path directory) throws IOException {
        return all(directory).filter(Files::isRegularFile).sorted().toList();
    }

    /** What is in it, in order; nothing when there is no such directory. */
    static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }
}
