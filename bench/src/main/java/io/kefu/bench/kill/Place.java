package io.kefu.bench.kill;

import java.net.URI;
import java.util.Optional;

/** Where the server is at the moment; nowhere while it is dead. */
final class Place {
    private volatile URI server;

    Optional<URI> now() {
        return Optional.ofNullable(server);
    }

    void is(URI now) {
        server = now;
    }

    void isNowhere() {
        server = null;
    }
}
