package io.kefu.storage.backup;

import io.kefu.storage.fault.StorageException;

/** A backup cannot be made, trusted or restored. The message names the file, what is wrong with it and what to do. */
public final class BackupException extends StorageException {
    /** Whose fault it is. */
    public enum Kind {
        /** The place: not empty, held by a server, no room, not writable. */
        PLACE,
        /** The archive: cut off, changed, of a newer version. */
        ARCHIVE
    }

    private final Kind kind;

    public BackupException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public BackupException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
