package io.kefu.server.audit;

import java.io.IOException;

/** The audit log cannot be written or read; the message names the file and the reason. */
public final class AuditUnavailableException extends RuntimeException {
    AuditUnavailableException(String message, IOException cause) {
        super(message, cause);
    }
}
