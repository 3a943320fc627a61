package io.kefu.server.revision;

/** What is kept of revisions cannot be read or written; the message has the remedy and no secret. */
public final class RevisionException extends RuntimeException {

    public RevisionException(String message, Throwable cause) {
        super(message, cause);
    }

    public RevisionException(String message) {
        super(message);
    }
}
