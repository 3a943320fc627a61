package io.kefu.storage.fault;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Another server holds the data directory. */
public final class DirectoryInUseException extends StorageException {
    private final Path directory;
    private final transient OptionalLong holder;

    public DirectoryInUseException(Path directory, OptionalLong holder) {
        super(message(directory, holder));
        this.directory = directory;
        this.holder = holder;
    }

    public Path directory() {
        return directory;
    }

    /** The process id of the server that holds the directory, where it could be read. */
    public OptionalLong holder() {
        return holder;
    }

    private static String message(Path directory, OptionalLong holder) {
        String who = holder.isPresent() ? "process " + holder.getAsLong() : "another process";
        return directory + " is in use by " + who + ": stop that server or choose another data directory";
    }
}
