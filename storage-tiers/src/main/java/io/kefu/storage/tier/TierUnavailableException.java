package io.kefu.storage.tier;

import io.kefu.storage.fault.StorageException;

/**
 * The tier's engine does not answer now: the same call may succeed later. Anything else that a tier throws is about what
 * it was given.
 */
public final class TierUnavailableException extends StorageException {
    public TierUnavailableException(String message) {
        super(message);
    }

    public TierUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
