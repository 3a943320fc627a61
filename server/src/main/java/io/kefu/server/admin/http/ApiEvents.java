package io.kefu.server.admin.http;

/** What the API counts. Implementations must be quick, never block and never throw. */
public interface ApiEvents {
    ApiEvents NONE = new ApiEvents() {};

    /** A call was answered; {@code code} is the protocol's word for an error, else empty. */
    default void answered(Route route, int status, String code, long nanos) {}

    /** A limit refused a call. */
    default void rateLimited(String limit) {}

    /** A field that this version does not know was left out. */
    default void unknownField() {}
}
