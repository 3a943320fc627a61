package io.kefu.server.gateway;

import io.kefu.protocol.EncodedFrame;
import java.util.ArrayList;
import java.util.List;

/** The frames of one client that came by requests of their own, and are on their way. */
final class Exchanges {
    /** So many; a well-behaved client sends the next after the answer. */
    static final int MOST_AT_ONCE = 16;

    private final List<Exchange> underWay = new ArrayList<>();

    /** More than {@link #MOST_AT_ONCE}. */
    static final class TooManyAtOnce extends Exception {
        TooManyAtOnce() {
            super("too many frames at once", null, false, false);
        }
    }

    synchronized void begin(Exchange exchange) throws TooManyAtOnce {
        if (underWay.size() >= MOST_AT_ONCE) {
            throw new TooManyAtOnce();
        }
        underWay.add(exchange);
    }

    synchronized void end(Exchange exchange) {
        underWay.remove(exchange);
    }

    private synchronized List<Exchange> all() {
        return List.copyOf(underWay);
    }

    /** Whether this frame answers one of them, and so goes no other way. */
    boolean take(EncodedFrame frame) {
        return switch (frame.kind()) {
            case WELCOME, ACK, PONG, ERROR -> all().stream().anyMatch(exchange -> exchange.takes(frame));
            default -> false;
        };
    }

    /** The connection has ended: nothing else will answer. */
    void endAll(EncodedFrame error) {
        all().forEach(exchange -> exchange.ends(error));
    }
}
