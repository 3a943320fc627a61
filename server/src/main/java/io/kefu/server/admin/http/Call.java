package io.kefu.server.admin.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.storage.accounts.Grant;
import io.kefu.storage.accounts.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** One request on its way to its handler, with everything in it still untrusted but the grant. */
public final class Call {
    /** The most that a JSON body may have. */
    public static final int MAX_BODY_BYTES = 256 * 1024;

    private final ServerRequest request;
    private final String address;
    private final Optional<Grant> grant;
    private final Json json;
    private final boolean secure;
    private final String from;
    private byte[] body;
    private String told = "";

    Call(ServerRequest request, ClientAddress addresses, Optional<Grant> grant, Json json) {
        this.request = request;
        this.address = addresses.of(request);
        this.from = addresses.from(request);
        this.secure = request.isSecure() || addresses.secure(request);
        this.grant = grant;
        this.json = json;
    }

    /** The network address of the caller; for limits, never for trust. */
    public String address() {
        return address;
    }

    /** Who is at the other end of TCP, whatever a proxy says; an IP literal. */
    public String peer() {
        return request.remotePeer().host();
    }

    /** Where the caller is, for the record: {@code socket}, {@code loopback}, or an address. */
    public String from() {
        return from;
    }

    /** For the audit log: what came of this call, in words that hold no secret and nothing of what people wrote. */
    public void tell(String what) {
        told = what;
    }

    /** What the handler has told; empty when it told nothing. */
    public String told() {
        return told;
    }

    /** All values of a request header, joined by commas. */
    public Optional<String> headers(String name) {
        return request.headers().find(HeaderNames.create(name)).map(lines -> String.join(",", lines.allValues()));
    }

    /** The token that was sent and found good; empty for nobody's call. */
    public String token() {
        return grant.isEmpty()
                ? ""
                : header("Authorization")
                        .orElse("")
                        .substring(Api.BEARER.length())
                        .strip();
    }

    public Optional<Grant> grant() {
        return grant;
    }

    /** Who calls. Only for routes that anyone may call is there nobody: those ask {@link #grant}. */
    public Principal principal() {
        return grant.orElseThrow(() -> ApiException.unauthenticated("sign in first"))
                .principal();
    }

    /** A part of the path. */
    public String path(String parameter) {
        return request.path().pathParameters().get(parameter);
    }

    /** Path and query as they were sent (RFC 9112, section 3.2.1). */
    public String rawTarget() {
        return request.path().absolute().rawPath() + "?" + request.query().rawValue();
    }

    public Optional<String> query(String name) {
        return request.query().first(name).asOptional();
    }

    /** Throws {@code bad_request} for what is no whole number within the bounds. */
    public int query(String name, int fallback, int least, int most) {
        return number(name, least, most).map(Long::intValue).orElse(fallback);
    }

    /** As {@link #query(String, int, int, int)}; empty when it is not given. */
    public Optional<Long> number(String name, long least, long most) {
        return query(name).map(text -> {
            if (!text.matches("-?[0-9]{1,18}")) {
                throw ApiException.badField(name, "must be a whole number");
            }
            long value = Long.parseLong(text);
            if (value < least || value > most) {
                throw ApiException.badField(name, "must be from " + least + " to " + most);
            }
            return value;
        });
    }

    /** A query parameter of at most {@code maxLength} characters; empty text is as none. */
    public Optional<String> text(String name, int maxLength) {
        Optional<String> text = query(name).filter(t -> !t.isEmpty());
        if (text.filter(t -> t.length() > maxLength).isPresent()) {
            throw ApiException.badField(name, "may have " + maxLength + " characters");
        }
        return text;
    }

    /** The first value of a request header. */
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /** The JSON body as a record, unknown fields left out. An absent body is as {@code {}}. */
    public <T> T body(Class<T> type) {
        return json.read(bytes(), type);
    }

    /** The body as it came. */
    public byte[] bytes() {
        if (body == null) {
            body = readBounded();
        }
        return body;
    }

    private byte[] readBounded() {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        requireJson();
        if (request.headers().contentLength().orElse(0) > MAX_BODY_BYTES) {
            throw tooLarge();
        }
        try (InputStream in = stream()) {
            byte[] bytes = in.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw ApiException.badRequest("the body ends too early");
        }
    }

    /** A form of a foreign page can send text/plain without asking; JSON it cannot. */
    private void requireJson() {
        String type = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw ApiException.of(ErrorCode.ERROR_CODE_UNSUPPORTED_TYPE, "the body must be application/json");
        }
    }

    private static ApiException tooLarge() {
        return ApiException.of(ErrorCode.ERROR_CODE_TOO_LARGE, "a body may have " + MAX_BODY_BYTES + " bytes");
    }

    /** The body as a stream without any bound: the caller must set one. */
    public InputStream stream() {
        return request.content().inputStream();
    }

    public long contentLength() {
        return request.headers().contentLength().orElse(-1);
    }

    /** {@code Host}, as the caller wrote it. */
    public String host() {
        return header("Host").orElse("");
    }

    /** The page that calls, when a browser says so. */
    public Optional<String> origin() {
        return header("Origin");
    }

    /** Throws {@code forbidden} for a page that is not ours: signing in belongs to the console alone. */
    public void requireOwnOrigin() {
        if (origin().isPresent() && !Origins.own(origin().get(), host())) {
            throw ApiException.forbidden("this is not for other pages");
        }
    }

    /** Whether the caller came over TLS, to us or, by its word, to a trusted proxy in front of us. */
    public boolean secure() {
        return secure;
    }
}
