package io.kefu.server.admin.http;

import io.kefu.protocol.v1.ErrorCode;
import java.util.List;

/** A call is refused with one of the protocol's codes; the message is for the caller and holds no secret. */
public final class ApiException extends RuntimeException {
    private final ErrorCode code;
    private final long retryAfterMs;
    private final List<FieldError> errors;

    /** What is wrong with one field, named as in the request. */
    public record FieldError(String field, String message) {}

    private ApiException(ErrorCode code, String message, long retryAfterMs, List<FieldError> errors) {
        super(message);
        this.code = code;
        this.retryAfterMs = retryAfterMs;
        this.errors = List.copyOf(errors);
    }

    public static ApiException badRequest(String message) {
        return new ApiException(ErrorCode.ERROR_CODE_BAD_REQUEST, message, 0, List.of());
    }

    public static ApiException badField(String field, String message) {
        var error = new FieldError(field, message);
        return new ApiException(ErrorCode.ERROR_CODE_BAD_REQUEST, field + " " + message, 0, List.of(error));
    }

    public static ApiException unauthenticated(String message) {
        return new ApiException(ErrorCode.ERROR_CODE_UNAUTHENTICATED, message, 0, List.of());
    }

    public static ApiException forbidden(String message) {
        return new ApiException(ErrorCode.ERROR_CODE_FORBIDDEN, message, 0, List.of());
    }

    /** Also for what exists and the caller may not know of. */
    public static ApiException notFound() {
        return new ApiException(ErrorCode.ERROR_CODE_NOT_FOUND, "there is nothing here", 0, List.of());
    }

    public static ApiException of(ErrorCode code, String message) {
        return new ApiException(code, message, 0, List.of());
    }

    /** {@code rate_limited} or {@code overloaded}: worth trying again after that time. */
    public static ApiException later(ErrorCode code, String message, long retryAfterMs) {
        return new ApiException(code, message, Math.max(1, retryAfterMs), List.of());
    }

    /** A failure that is in the log already, under this incident. */
    public static ApiException incident(String incident) {
        return new ApiException(ErrorCode.ERROR_CODE_INTERNAL, incident, 0, List.of());
    }

    public ErrorCode code() {
        return code;
    }

    /** 0 when no time is told. */
    public long retryAfterMs() {
        return retryAfterMs;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
