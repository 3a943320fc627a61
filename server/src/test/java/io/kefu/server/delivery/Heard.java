package io.kefu.server.delivery;

import io.kefu.protocol.EncodedFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/** A connection that keeps what it is told. */
final class Heard implements Subscriber {

    private final String connectionId;
    private final Audience audience;
    private final List<EncodedFrame> frames = new CopyOnWriteArrayList<>();

    private Heard(String connectionId, Audience audience) {
        this.connectionId = connectionId;
        this.audience = audience;
    }

    static Heard agent(String connectionId, String agentId) {
        return new Heard(connectionId, new Audience.AgentAudience(agentId));
    }

    static Heard visitor(String connectionId, String visitorId) {
        return new Heard(connectionId, new Audience.VisitorAudience(visitorId));
    }

    List<EncodedFrame> frames() {
        return frames;
    }

    @Override
    public String connectionId() {
        return connectionId;
    }

    @Override
    public String deviceId() {
        return "";
    }

    @Override
    public Audience audience() {
        return audience;
    }

    @Override
    public boolean send(EncodedFrame frame, LongConsumer written) {
        return frames.add(frame);
    }

    @Override
    public void sendDroppable(EncodedFrame frame) {
        frames.add(frame);
    }
}
