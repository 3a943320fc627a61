package io.kefu.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directory that holds everything this server knows. */
final class DataDirectory {

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
}
