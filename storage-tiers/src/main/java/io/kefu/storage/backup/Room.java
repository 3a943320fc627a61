package io.kefu.storage.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on a disk, looked at before it is used. */
final class Room {
    private static final long SPARE = 16L << 20;

    private Room() {}

    static void demand(Path directory, long bytes, String what) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < bytes + SPARE) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    "%s takes up to %d MiB, and %s has %d MiB left. Free some space, or name another place"
                            .formatted(what, (bytes + SPARE) >> 20, directory, free >> 20));
        }
    }
}
