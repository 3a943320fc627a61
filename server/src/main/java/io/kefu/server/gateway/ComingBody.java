package io.kefu.server.gateway;

import java.io.InputStream;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The body of one request, should anybody read it. */
final class ComingBody implements UnaryOperator<InputStream> {
    private final PeerWaits waits;
    private final Duration most;
    private TimedBody opened; // null while nobody reads

    ComingBody(PeerWaits waits, Duration most) {
        this.waits = waits;
        this.most = most;
    }

    @Override
    public InputStream apply(InputStream body) {
        opened = new TimedBody(body, waits, most);
        return opened;
    }

    /** Whoever began to read it is done. One that nobody has begun is the web server's to read, through this as well. */
    void drain() {
        if (opened != null) {
            opened.drain();
        }
    }
}
