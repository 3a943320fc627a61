package io.kefu.storage.fault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be used, in words for an operator: the exceptions of files say a path alone. */
public final class IoReason {
    private IoReason() {}

    /** Such as {@code it does not exist}; without the path, and without a name of Java's. */
    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "this user may not";
            case FileAlreadyExistsException _ -> "it is there already";
            case FileSystemException known when known.getReason() != null -> known.getReason();
            default -> e.getMessage() == null ? "the disk or the file system failed" : e.getMessage();
        };
    }
}
