package io.kefu.server.gateway;

import io.kefu.storage.accounts.PrincipalKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of clients that come by HTTP requests, by id; as many as the gateway lets in, and no more. */
final class HttpConnections {
    private final Gateway gateway;
    private final Map<String, HttpConnection> byId = new ConcurrentHashMap<>();

    HttpConnections(Gateway gateway) {
        this.gateway = gateway;
    }

    /** One more, which has said nothing yet. */
    HttpConnection open(Handshake handshake, PrincipalKey owner, HttpConnection.Carrier carrier) {
        HttpConnection connection = new HttpConnection(gateway, this, handshake, owner, carrier);
        byId.put(connection.id(), connection);
        boolean opened = false;
        try {
            connection.opened();
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                remove(connection);
            }
        }
    }

    Optional<HttpConnection> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    void remove(HttpConnection connection) {
        byId.remove(connection.id(), connection);
    }
}
