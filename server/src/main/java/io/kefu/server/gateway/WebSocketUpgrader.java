package io.kefu.server.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.kefu.server.admin.http.ClientAddress;
import java.util.Optional;

/**
 * Answers the handshake. The web server has neither filters nor limits before an upgrade, so origin and overload are
 * checked here.
 */
final class WebSocketUpgrader implements Http1Upgrader {
    private final Gateway gateway;
    private final String spelling;

    /** The web server matches the {@code Upgrade} header by letter case: one upgrader for each spelling in use. */
    WebSocketUpgrader(Gateway gateway, String spelling) {
        this.gateway = gateway;
        this.spelling = spelling;
    }

    @Override
    public String supportedProtocol() {
        return spelling;
    }

    @Override
    public ServerConnection upgrade(ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        if (!prologue.uriPath().path().equals(UpgradeRequest.PATH)) {
            return null;
        }
        gateway.requested(context.remotePeer().address());
        UpgradeRequest request = new UpgradeRequest(prologue, headers);
        Optional<String> hops = ClientAddress.hops(request.forwardedFor(), context.proxyProtocolData());
        String client = gateway.client(context.remotePeer().host(), hops);
        Handshake handshake = request.handshake(client);
        Optional<Refused> refused = request.fault().or(() -> gateway.refusal(handshake));
        if (refused.isPresent()) {
            gateway.events().handshakeRefused(refused.get().why());
            context.dataWriter().writeNow(BufferData.create(refused.get().answer()));
            throw new CloseConnectionException("handshake refused");
        }
        Agreed agreed = request.agreed();
        byte[] acceptance = request.acceptance();
        Optional<Handover> handover = gateway.path().taking().filter(taking -> taking.possible(context));
        return handover.isPresent()
                ? new LoopUpgrade(gateway, handover.get(), context, handshake, agreed, acceptance)
                : new ThreadConnection(gateway, context, handshake, agreed, acceptance);
    }
}
