package io.kefu.server.gateway;

import io.kefu.protocol.BadFrameException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the gateway tells, by name. */
final class EventCounts implements GatewayEvents {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    long of(String name) {
        return counts.getOrDefault(name, new LongAdder()).sum();
    }

    private void add(String name, int count) {
        counts.computeIfAbsent(name, k -> new LongAdder()).add(count);
    }

    @Override
    public void handshakeRefused(Refusal why) {
        add("refused " + why, 1);
    }

    @Override
    public void connectionOpened(Connection connection) {
        add("opened", 1);
    }

    @Override
    public void connectionClosed(Connection connection, int code) {
        add("closed " + code, 1);
    }

    @Override
    public void peerHalfClosed(Connection connection) {
        add("half closed", 1);
    }

    @Override
    public void peerReset(Connection connection) {
        add("reset", 1);
    }

    @Override
    public void heartbeatExpected(Connection connection) {
        add("heartbeat expected", 1);
    }

    @Override
    public void heartbeatTimeout(Connection connection) {
        add("heartbeat timeout", 1);
    }

    @Override
    public void slowConsumerClosed(Connection connection) {
        add("slow consumer", 1);
    }

    @Override
    public void writeStuck(Connection connection) {
        add("write stuck", 1);
    }

    @Override
    public void frameDropped(Connection connection) {
        add("dropped", 1);
    }

    @Override
    public void badFrame(Connection connection, BadFrameException.Reason reason) {
        add("bad frame " + reason, 1);
    }

    @Override
    public void protocolViolated(Connection connection, int closeCode) {
        add("violated " + closeCode, 1);
    }

    @Override
    public void unknownFields(Connection connection, int count) {
        add("unknown fields", count);
    }
}
