package io.kefu.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The meters of one channel, resolved: keep it with the connection or the channel. Safe for use by many threads. */
public final class ChannelMeters {
    private final Traffic traffic;
    private final Map<ClientKind, Counter> expected;
    private final Map<ClientKind, Counter> timeouts;
    private final Map<Author, Map<MessageKind, Counter>> messages;
    private final Map<Direction, Timer> latency;

    ChannelMeters(Registration registration, Traffic traffic, String channel) {
        this.traffic = traffic;
        expected = Resolved.byEnum(
                ClientKind.class, kind -> registration.counter(Catalogue.HEARTBEAT_EXPECTED, channel, kind.label()));
        timeouts = Resolved.byEnum(
                ClientKind.class, kind -> registration.counter(Catalogue.HEARTBEAT_TIMEOUTS, channel, kind.label()));
        messages = Resolved.byEnum(
                Author.class,
                author -> Resolved.byEnum(
                        MessageKind.class,
                        kind -> registration.counter(Catalogue.MESSAGES, channel, author.label(), kind.label())));
        latency = Resolved.byEnum(
                Direction.class, direction -> registration.timer(Catalogue.E2E_LATENCY, channel, direction.label()));
    }

    /** A ping left for a client that must answer it. */
    public void heartbeatExpected(ClientKind kind) {
        expected.get(kind).increment();
        traffic.expected.add(1);
    }

    /** No byte came within one interval after a ping: once for each ping counted as expected, at most. */
    public void heartbeatTimeout(ClientKind kind) {
        timeouts.get(kind).increment();
        traffic.timeouts.add(1);
    }

    /** A message became durable. */
    public void message(Author author, MessageKind kind) {
        messages.get(author).get(kind).increment();
        traffic.messages.add(1);
    }

    /**
     * A message's frame was handed to the kernel for one recipient, {@code nanos} after its sender's frame was complete
     * in the buffer.
     */
    public void delivered(Direction direction, long nanos) {
        long passed = Math.max(nanos, 0);
        latency.get(direction).record(passed, TimeUnit.NANOSECONDS);
        traffic.latency.get(direction).record(passed);
    }
}
