package io.kefu.server.gateway;

import io.kefu.protocol.v1.ErrorCode;

/** Close codes: those of RFC 6455, section 7.4, and those of the client protocol. */
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED_DATA = 1003;
    /** The peer's close frame had no code. Never on the wire. */
    public static final int NO_STATUS = 1005;
    /** The connection was lost without a close frame. Never on the wire. */
    public static final int ABNORMAL = 1006;

    public static final int NOT_UTF8 = 1007;
    public static final int TOO_BIG = 1009;
    public static final int INTERNAL_ERROR = 1011;
    public static final int BAD_FRAME = 4400;
    public static final int NOT_SIGNED_IN = 4401;
    public static final int NOT_ALLOWED = 4403;
    public static final int NO_HELLO = 4408;
    public static final int REPLACED = 4409;
    public static final int HEARTBEAT_TIMEOUT = 4410;
    public static final int TOO_FAST = 4429;
    public static final int OVERLOADED = 4503;

    private static final int LAST_REGISTERED = 1014;
    private static final int FIRST_OF_LIBRARIES = 3000;
    private static final int LAST = 4999;

    private CloseCode() {}

    /** The error that says the same to a client that sees no close codes, but only answers to requests. */
    static ErrorCode error(int code) {
        return switch (code) {
            case BAD_FRAME, PROTOCOL_ERROR, UNSUPPORTED_DATA, NOT_UTF8 -> ErrorCode.ERROR_CODE_BAD_REQUEST;
            case NOT_SIGNED_IN, NO_HELLO -> ErrorCode.ERROR_CODE_UNAUTHENTICATED;
            case NOT_ALLOWED -> ErrorCode.ERROR_CODE_FORBIDDEN;
            case TOO_BIG -> ErrorCode.ERROR_CODE_TOO_LARGE;
            case TOO_FAST -> ErrorCode.ERROR_CODE_RATE_LIMITED;
            case OVERLOADED -> ErrorCode.ERROR_CODE_OVERLOADED;
            case INTERNAL_ERROR -> ErrorCode.ERROR_CODE_INTERNAL;
            case GOING_AWAY -> ErrorCode.ERROR_CODE_UNAVAILABLE;
            case NORMAL, NO_STATUS, ABNORMAL, HEARTBEAT_TIMEOUT -> ErrorCode.ERROR_CODE_NOT_FOUND;
            default -> ErrorCode.ERROR_CODE_CONFLICT;
        };
    }

    /** Whether a peer may send this code: 1000 to 1014 without the reserved ones, and 3000 to 4999. */
    static boolean sendable(int code) {
        boolean reserved = code == 1004 || code == NO_STATUS || code == ABNORMAL;
        return (code >= NORMAL && code <= LAST_REGISTERED && !reserved) || (code >= FIRST_OF_LIBRARIES && code <= LAST);
    }
}
