package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.gateway.GatewayEvents.Refusal;
import java.util.Locale;

/**
 * A handshake that is refused, as an HTTP answer with a problem (RFC 9457). Every text is a constant of ours: nothing of
 * the request is repeated.
 *
 * @param header lines more, each with its end
 * @param retrySeconds after which it may be tried again; 0 for never
 */
record Refused(Refusal why, int status, String title, String code, String detail, String header, int retrySeconds) {
    static Refused badRequest(Refusal why, String detail) {
        return new Refused(why, 400, "Bad Request", "bad_request", detail, "", 0);
    }

    static Refused version() {
        return new Refused(
                Refusal.NOT_WEBSOCKET,
                426,
                "Upgrade Required",
                "bad_request",
                "Only version 13 of the WebSocket protocol is spoken here.",
                "Sec-WebSocket-Version: 13\r\n",
                0);
    }

    static Refused origin() {
        return new Refused(
                Refusal.ORIGIN,
                403,
                "Forbidden",
                "forbidden",
                "Pages of this origin may not connect; add it to the channel's allowedOrigins.",
                "",
                0);
    }

    static Refused tooFast() {
        return new Refused(
                Refusal.TOO_FAST,
                429,
                "Too Many Requests",
                "rate_limited",
                "Too many connections are being opened; try again in a second.",
                "",
                1);
    }

    static Refused addressTooFast() {
        return new Refused(
                Refusal.TOO_FAST,
                429,
                "Too Many Requests",
                "rate_limited",
                "Too many connections are being opened from your address; try again in a second.",
                "",
                1);
    }

    static Refused addressFull() {
        return new Refused(
                Refusal.TOO_MANY_CONNECTIONS,
                429,
                "Too Many Requests",
                "rate_limited",
                "As many connections are open from your address as may be.",
                "",
                10);
    }

    static Refused full() {
        return new Refused(
                Refusal.TOO_MANY_CONNECTIONS,
                503,
                "Service Unavailable",
                "overloaded",
                "The server holds as many connections as it may; try again later.",
                "",
                10);
    }

    static Refused draining() {
        return new Refused(
                Refusal.DRAINING,
                503,
                "Service Unavailable",
                "unavailable",
                "The server is leaving; connect again.",
                "",
                1);
    }

    /** The same for a client that comes by the API. */
    ApiException problem() {
        ErrorCode error = ErrorCode.valueOf("ERROR_CODE_" + code.toUpperCase(Locale.ROOT));
        return retrySeconds > 0
                ? ApiException.later(error, detail, retrySeconds * 1_000L)
                : ApiException.of(error, detail);
    }

    /** The whole answer; the connection closes after it. */
    byte[] answer() {
        String later = retrySeconds == 0 ? "" : ",\"retry_after_ms\":" + retrySeconds * 1_000;
        byte[] body = """
                {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s"%s}""".formatted(title, status, detail, code, later).getBytes(UTF_8);
        String head = "HTTP/1.1 " + status + " " + title + "\r\n"
                + header
                + (retrySeconds == 0 ? "" : "Retry-After: " + retrySeconds + "\r\n")
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
