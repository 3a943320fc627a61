package io.kefu.server.admin.http;

/**
 * One call of the API.
 *
 * @param method in capitals
 * @param path with parameters in braces: {@code /api/v1/files/{id}}
 * @param repeats what an {@code Idempotency-Key} means for it
 */
public record Route(String method, String path, Access access, Repeats repeats, Handler handler) {
    /** What a repeated request does. */
    public enum Repeats {
        /** It is safe or its effect is the same each time, or its answer is a secret that must not be stored. */
        AGAIN,
        /** With an {@code Idempotency-Key}, the same body gets the first answer. */
        ANSWERED_ONCE,
        /** The same, but the body is a stream that is not compared. */
        ANSWERED_ONCE_UNREAD
    }

    /** What a call does. What it throws becomes a problem. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Call call) throws Exception;
    }

    public static Route get(String path, Access access, Handler handler) {
        return new Route("GET", path, access, Repeats.AGAIN, handler);
    }

    public static Route put(String path, Access access, Handler handler) {
        return new Route("PUT", path, access, Repeats.AGAIN, handler);
    }

    public static Route delete(String path, Access access, Handler handler) {
        return new Route("DELETE", path, access, Repeats.AGAIN, handler);
    }

    /** A POST that acts once for one {@code Idempotency-Key}. */
    public static Route post(String path, Access access, Handler handler) {
        return new Route("POST", path, access, Repeats.ANSWERED_ONCE, handler);
    }

    public Route access(Access other) {
        return new Route(method, path, other, repeats, handler);
    }

    public Route handler(Handler other) {
        return new Route(method, path, access, repeats, other);
    }

    public Route repeats(Repeats other) {
        return new Route(method, path, access, other, handler);
    }
}
