package io.kefu.storage;

import io.kefu.storage.fault.StorageException;

/** A policy would lose messages. The message says how many days, and what to do instead. */
public final class PolicyRefusedException extends StorageException {
    PolicyRefusedException(String message) {
        super(message);
    }
}
