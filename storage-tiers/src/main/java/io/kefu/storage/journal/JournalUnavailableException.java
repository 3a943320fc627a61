package io.kefu.storage.journal;

/**
 * Nothing of the call was written: disk full, read-only, failing or slow. The message gives the reason and the remedy;
 * the same call may succeed later, with no restart.
 */
public final class JournalUnavailableException extends Exception {
    public JournalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
