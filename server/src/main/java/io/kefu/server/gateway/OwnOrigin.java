package io.kefu.server.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Whether an origin is the server itself, as the request named it in {@code Host}. */
final class OwnOrigin {
    private OwnOrigin() {}

    /** The scheme is not compared: TLS may end in front of us. */
    static boolean is(String origin, String host) {
        try {
            URI uri = new URI(origin);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return false;
            }
            int usual = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
            int port = uri.getPort() < 0 ? usual : uri.getPort();
            String own = host.toLowerCase(Locale.ROOT);
            boolean named = own.lastIndexOf(':') > own.lastIndexOf(']');
            return (uri.getHost().toLowerCase(Locale.ROOT) + ":" + port).equals(named ? own : own + ":" + usual);
        } catch (URISyntaxException e) {
            return false; // such as "null": an opaque origin is nobody's own
        }
    }
}
