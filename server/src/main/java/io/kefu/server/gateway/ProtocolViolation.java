package io.kefu.server.gateway;

/** The peer broke RFC 6455; the connection fails with the code (section 7.1.7). Carries no stack trace. */
final class ProtocolViolation extends Exception {
    private final int closeCode;

    ProtocolViolation(int closeCode, String message) {
        super(message, null, false, false);
        this.closeCode = closeCode;
    }

    int closeCode() {
        return closeCode;
    }
}
