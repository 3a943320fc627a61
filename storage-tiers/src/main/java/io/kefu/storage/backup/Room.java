package io.kefu.storage.backup;

import java.nio.file.Path;

/** Room on a disk, looked at before it is used. */
final class Room {
    private static final long SPARE = 16L << 20;

    private Room() {}

    static void demand(Path directory, long bytes, String what) {
        // Not by its file store, which Java looks for among the mounts: in a chroot its own may be none of them.
        long free = directory.toFile().getUsableSpace();
        if (free < bytes + SPARE) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    "%s takes up to %d MiB, and %s has %d MiB left. Free some space, or name another place"
                            .formatted(what, (bytes + SPARE) >> 20, directory, free >> 20));
        }
    }
}
