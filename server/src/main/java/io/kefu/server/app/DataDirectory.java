package io.kefu.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

/** The directory that holds everything this server knows. */
final class DataDirectory {

    private static final int KEY_BYTES = 32;

    private DataDirectory() {}

    /** Makes it where it is missing and sees that it can be written to. */
    static Path prepare(Path directory) throws StartFailure {
        try {
            Files.createDirectories(directory);
            Path probe = Files.createTempFile(directory, ".probe", "");
            Files.write(probe, new byte[4096]);
            Files.delete(probe);
            return directory;
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.Kind.PREFLIGHT,
                    "cannot write to the data directory " + directory.toAbsolutePath() + ": " + reason(e),
                    "give this user write access to it and free some space (`df -h " + directory.toAbsolutePath()
                            + "`), or choose another: --data DIR",
                    List.of(),
                    e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replaceFirst("Exception$", "") + " " + e.getMessage();
    }

    /** A random key of this installation, made at the first start; nobody but this user may read it. */
    static byte[] key(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] key = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(key);
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(next, key, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(next, file);
        }
        return Files.readAllBytes(file);
    }
}
