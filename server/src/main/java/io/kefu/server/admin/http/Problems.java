package io.kefu.server.admin.http;

import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.ApiException.FieldError;
import io.kefu.server.audit.AuditUnavailableException;
import io.kefu.server.intake.Refusal;
import io.kefu.storage.accounts.AccountsException;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.accounts.TooManySignIns;
import io.kefu.storage.files.RefusedFile;
import io.kefu.storage.tier.TierUnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where an exception becomes an answer: problem details (RFC 9457) with the protocol's {@code code}. What
 * nobody expected becomes {@code internal} with an incident id; the rest of it stands in the log alone.
 */
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String PREFIX = "ERROR_CODE_";

    private Problems() {}

    /** The code's word on the wire: {@code bad_request}. */
    public static String word(ErrorCode code) {
        return code.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    public static int status(ErrorCode code) {
        return switch (code) {
            case ERROR_CODE_BAD_REQUEST -> 400;
            case ERROR_CODE_UNAUTHENTICATED -> 401;
            case ERROR_CODE_FORBIDDEN -> 403;
            case ERROR_CODE_NOT_FOUND -> 404;
            case ERROR_CODE_CONFLICT -> 409;
            case ERROR_CODE_TOO_LARGE -> 413;
            case ERROR_CODE_UNSUPPORTED_TYPE -> 415;
            case ERROR_CODE_RATE_LIMITED -> 429;
            case ERROR_CODE_OVERLOADED, ERROR_CODE_UNAVAILABLE -> 503;
            case ERROR_CODE_INTERNAL, ERROR_CODE_UNSPECIFIED, UNRECOGNIZED -> 500;
        };
    }

    /** The answer to a call that ended with {@code failure}. */
    public static Answer answer(Throwable failure) {
        return switch (failure) {
            case ApiException e when e.code() == ErrorCode.ERROR_CODE_INTERNAL -> internal(e.getMessage());
            case ApiException e -> problem(e.code(), e.getMessage(), e.retryAfterMs(), e.errors());
            case Refusal e -> problem(e.code(), e.getMessage(), e.retryAfterMillis(), List.of());
            case RefusedFile e -> problem(code(e.reason()), e.getMessage(), retry(e.reason()), List.of());
            case TooManySignIns e ->
                problem(ErrorCode.ERROR_CODE_OVERLOADED, e.getMessage(), e.retryAfterMs(), List.of());
            case AuditUnavailableException e -> unwritten(e);
            case AccountsException e -> unavailable(e);
            case TierUnavailableException e -> unavailable(e);
            case RequestException e -> malformed(e.status().code());
            case HttpException e -> malformed(e.status().code());
            default -> internal(failure);
        };
    }

    /** The code that {@link #answer} would give; nothing is logged. */
    public static ErrorCode code(Throwable failure) {
        return switch (failure) {
            case ApiException e -> e.code();
            case Refusal e -> e.code();
            case RefusedFile e -> code(e.reason());
            case TooManySignIns _ -> ErrorCode.ERROR_CODE_OVERLOADED;
            case AuditUnavailableException _ -> ErrorCode.ERROR_CODE_UNAVAILABLE;
            case AccountsException _ -> ErrorCode.ERROR_CODE_UNAVAILABLE;
            case TierUnavailableException _ -> ErrorCode.ERROR_CODE_UNAVAILABLE;
            case RequestException _ -> ErrorCode.ERROR_CODE_BAD_REQUEST;
            case HttpException _ -> ErrorCode.ERROR_CODE_BAD_REQUEST;
            default -> ErrorCode.ERROR_CODE_INTERNAL;
        };
    }

    private static ErrorCode code(RefusedFile.Reason reason) {
        return switch (reason) {
            case BAD_REQUEST -> ErrorCode.ERROR_CODE_BAD_REQUEST;
            case TOO_LARGE -> ErrorCode.ERROR_CODE_TOO_LARGE;
            case UNSUPPORTED_TYPE -> ErrorCode.ERROR_CODE_UNSUPPORTED_TYPE;
            case OVERLOADED -> ErrorCode.ERROR_CODE_OVERLOADED;
            case UNAVAILABLE -> ErrorCode.ERROR_CODE_UNAVAILABLE;
        };
    }

    private static long retry(RefusedFile.Reason reason) {
        return switch (reason) {
            case OVERLOADED -> 2_000;
            case UNAVAILABLE -> 60_000;
            case BAD_REQUEST, TOO_LARGE, UNSUPPORTED_TYPE -> 0;
        };
    }

    /** Helidon's own refusals: a request that is no HTTP, a path that is none, a body beyond its bound. */
    private static Answer malformed(int status) {
        return switch (status) {
            case 404, 405 -> answer(ApiException.notFound());
            case 413 -> answer(ApiException.of(ErrorCode.ERROR_CODE_TOO_LARGE, "the request is too large"));
            case 503 -> answer(ApiException.later(ErrorCode.ERROR_CODE_OVERLOADED, "the server is busy", 1_000));
            default -> answer(ApiException.badRequest("the request is malformed"));
        };
    }

    private static Answer unavailable(RuntimeException e) {
        LOG.error("unavailable: {}", e.getMessage(), e);
        return problem(ErrorCode.ERROR_CODE_UNAVAILABLE, "the server cannot do this at the moment", 1_000, List.of());
    }

    /** Whoever changes something is an operator or a supervisor: they may know why they cannot. */
    private static Answer unwritten(AuditUnavailableException e) {
        LOG.error("unavailable: {}", e.getMessage(), e);
        return problem(
                ErrorCode.ERROR_CODE_UNAVAILABLE,
                "the audit log cannot be written or read, and nothing is changed unwritten; the server's log has the reason",
                1_000,
                List.of());
    }

    private static Answer internal(Throwable failure) {
        String incident = RandomIds.id();
        LOG.error("incident={}", incident, failure);
        return internal(incident);
    }

    private static Answer internal(String incident) {
        Map<String, Object> body = body(ErrorCode.ERROR_CODE_INTERNAL, "the server failed; the log has the incident");
        body.put("incident", incident);
        return Answer.json(500, body).header("Content-Type", MEDIA_TYPE);
    }

    private static Answer problem(ErrorCode code, String detail, long retryAfterMs, List<FieldError> errors) {
        Map<String, Object> body = body(code, detail);
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        if (retryAfterMs > 0) {
            body.put("retry_after_ms", retryAfterMs);
        }
        Answer answer = Answer.json(status(code), body).header("Content-Type", MEDIA_TYPE);
        if (retryAfterMs > 0) {
            answer = answer.header("Retry-After", Long.toString(Math.ceilDiv(retryAfterMs, 1000)));
        }
        return code == ErrorCode.ERROR_CODE_UNAUTHENTICATED ? answer.header("WWW-Authenticate", "Bearer") : answer;
    }

    private static Map<String, Object> body(ErrorCode code, String detail) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "about:blank");
        body.put("title", word(code).replace('_', ' '));
        body.put("status", status(code));
        body.put("detail", detail);
        body.put("code", word(code));
        return body;
    }
}
