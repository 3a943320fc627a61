package io.kefu.server.gateway;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Ends a connection after the answer to a request that is its client's last (RFC 9112, section 9.6), as the client may wait
 * for that: Helidon 4.5 says that it closes, and waits for another request. To stand before all other filters.
 */
public final class LastRequest implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            // Closed with bytes that nobody has read, TCP would take the answer back. Who waits to be asked for them
            // sends none.
            boolean asked = request.content().hasEntity() && !request.headers().contains(HeaderValues.EXPECT_100);
            if (asked && !request.content().consumed()) {
                request.content().consume();
            }
            throw new CloseConnectionException("that was the last request of this client");
        }
    }
}
