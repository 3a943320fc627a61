package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.gateway.GatewayEvents.Refusal;
import java.util.Locale;

/**
 * A handshake that is refused, as an HTTP answer with a problem (RFC 9457). Every text is a constant of ours: nothing of
 * the request is repeated.
 */
record Refused(Refusal why, int status, String title, String code, String detail, String header) {
    private static final String RETRY_AFTER = "Retry-After: ";

    static Refused badRequest(Refusal why, String detail) {
        return new Refused(why, 400, "Bad Request", "bad_request", detail, "");
    }

    static Refused version() {
        return new Refused(
                Refusal.NOT_WEBSOCKET,
                426,
                "Upgrade Required",
                "bad_request",
                "Only version 13 of the WebSocket protocol is spoken here.",
                "Sec-WebSocket-Version: 13\r\n");
    }

    static Refused origin() {
        return new Refused(
                Refusal.ORIGIN,
                403,
                "Forbidden",
                "forbidden",
                "Pages of this origin may not connect; add it to the channel's allowedOrigins.",
                "");
    }

    static Refused tooFast() {
        return new Refused(
                Refusal.TOO_FAST,
                429,
                "Too Many Requests",
                "rate_limited",
                "Too many connections are being opened; try again in a second.",
                "Retry-After: 1\r\n");
    }

    static Refused addressTooFast() {
        return new Refused(
                Refusal.TOO_FAST,
                429,
                "Too Many Requests",
                "rate_limited",
                "Too many connections are being opened from your address; try again in a second.",
                "Retry-After: 1\r\n");
    }

    static Refused addressFull() {
        return new Refused(
                Refusal.TOO_MANY_CONNECTIONS,
                429,
                "Too Many Requests",
                "rate_limited",
                "As many connections are open from your address as may be.",
                "Retry-After: 10\r\n");
    }

    static Refused full() {
        return new Refused(
                Refusal.TOO_MANY_CONNECTIONS,
                503,
                "Service Unavailable",
                "overloaded",
                "The server holds as many connections as it may; try again later.",
                "Retry-After: 10\r\n");
    }

    static Refused draining() {
        return new Refused(
                Refusal.DRAINING,
                503,
                "Service Unavailable",
                "unavailable",
                "The server is leaving; connect again.",
                "Retry-After: 1\r\n");
    }

    /** The same for a client that comes by the API. */
    ApiException problem() {
        ErrorCode error = ErrorCode.valueOf("ERROR_CODE_" + code.toUpperCase(Locale.ROOT));
        return header.startsWith(RETRY_AFTER)
                ? ApiException.later(
                        error,
                        detail,
                        1_000
                                * Long.parseLong(
                                        header.substring(RETRY_AFTER.length()).strip()))
                : ApiException.of(error, detail);
    }

    /** The whole answer; the connection closes after it. */
    byte[] answer() {
        byte[] body = """
                {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s"}""".formatted(title, status, detail, code).getBytes(UTF_8);
        String head = "HTTP/1.1 " + status + " " + title + "\r\n"
                + header
                + "Content-Type: application/problem+json\r\n"
                + "Cache-Control: no-store\r\n"
                + "Connection: close\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        byte[] answer = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(UTF_8), 0, answer, 0, head.length());
        System.arraycopy(body, 0, answer, head.length(), body.length);
        return answer;
    }
}
