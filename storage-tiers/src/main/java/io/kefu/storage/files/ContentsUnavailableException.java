package io.kefu.storage.files;

import java.io.IOException;

/** The place of the files' bytes does not answer now: worth trying again. */
public final class ContentsUnavailableException extends IOException {
    public ContentsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
