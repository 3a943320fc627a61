package io.kefu.storage.files;

import java.io.IOException;

/** Bytes are gone or are not those that were stored. The message names the place and the remedy; they are never served. */
public final class DamagedFileException extends IOException {
    public DamagedFileException(String message) {
        super(message);
    }
}
