package io.kefu.kefuctl.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A server under a name of one's own: exactly one of {@code server}, {@code socket} and {@code data} says where it is.
 *
 * @param server its admin listener
 * @param socket its admin listener's socket file on this machine
 * @param data its data directory on this machine
 * @param token what opens it, where it is not in the data directory
 * @param ca the certificates in PEM that vouch for its own; without them those that this machine trusts
 */
public record Context(
        String name,
        Optional<URI> server,
        Optional<Path> socket,
        Optional<Path> data,
        Optional<TokenSource> token,
        Optional<Path> ca) {

    /** Where, as one reads it. */
    public String place() {
        return server.map(URI::toString)
                .or(() -> socket.map(path -> "unix:" + path))
                .or(() -> data.map(Path::toString))
                .orElse("");
    }
}
