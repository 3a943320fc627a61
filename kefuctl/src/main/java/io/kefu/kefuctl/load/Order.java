package io.kefu.kefuctl.load;

/**
 * What a worker is to do next.
 *
 * @param number what the kind says: messages on the way, messages or connections a second, connections, messages to check
 * @param nanos how long, or at most how long
 */
public record Order(Kind kind, double number, int count, long nanos) {

    /** Each kind is of a {@link Generator}, of a {@link Crowd}, or of both. */
    public enum Kind {
        CLOSED,
        OPEN,
        DRAIN,
        CHECK,
        ARRIVE,
        STORM,
        HOLD
    }

    public static Order closed(int inFlight, long nanos) {
        return new Order(Kind.CLOSED, 0, inFlight, nanos);
    }

    public static Order open(double perSecond, long nanos) {
        return new Order(Kind.OPEN, perSecond, 0, nanos);
    }

    public static Order drain(long nanos) {
        return new Order(Kind.DRAIN, 0, 0, nanos);
    }

    public static Order check(int messages) {
        return new Order(Kind.CHECK, 0, messages, 0);
    }

    public static Order arrive(int upTo, double perSecond, long nanos) {
        return new Order(Kind.ARRIVE, perSecond, upTo, nanos);
    }

    public static Order storm(long nanos) {
        return new Order(Kind.STORM, 0, 0, nanos);
    }

    public static Order hold(long nanos) {
        return new Order(Kind.HOLD, 0, 0, nanos);
    }

    /** The same for one of so many workers, which does its share. */
    Order share(int of) {
        return switch (kind) {
            case OPEN -> new Order(kind, number / of, count, nanos);
            case ARRIVE -> new Order(kind, number / of, (count + of - 1) / of, nanos);
            case CHECK -> new Order(kind, number, Math.max(1, count / of), nanos);
            case CLOSED, DRAIN, STORM, HOLD -> this;
        };
    }
}
