package io.kefu.server.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The moment between the web server and a loop: the 101 is written, then the socket changes hands. */
final class LoopUpgrade implements ServerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(LoopUpgrade.class);

    private final Gateway gateway;
    private final Handover handover;
    private final ConnectionContext context;
    private final Handshake handshake;
    private final Agreed agreed;
    private final byte[] acceptance; // the 101

    LoopUpgrade(
            Gateway gateway,
            Handover handover,
            ConnectionContext context,
            Handshake handshake,
            Agreed agreed,
            byte[] acceptance) {
        this.gateway = gateway;
        this.handover = handover;
        this.context = context;
        this.handshake = handshake;
        this.agreed = agreed;
        this.acceptance = acceptance;
    }

    @Override
    public void handle(Limit limit) {
        try {
            context.serverSocket().write(BufferData.create(acceptance));
            Handover.Taken taken = handover.take(context, () -> {});
            begin(taken);
        } catch (UncheckedIOException e) {
            LOG.debug("a connection was lost in its handshake", e);
        }
    }

    /** From here on nobody but the connection closes the socket. */
    private void begin(Handover.Taken taken) {
        boolean begun = false;
        try {
            new LoopConnection(gateway, handshake, agreed, taken.channel(), gateway.loop()).begin(taken.early());
            begun = true;
        } finally {
            if (!begun) {
                Handover.drop(taken);
            }
        }
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /** The web server stops while the 101 is being written: it closes the socket, or the gateway does soon. */
    @Override
    public void close(boolean interrupt) {}
}
