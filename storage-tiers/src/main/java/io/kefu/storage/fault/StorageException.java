package io.kefu.storage.fault;

/** Storage could not do what was asked. The message names the place, what happened there and the remedy. */
public class StorageException extends RuntimeException {
    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
