package io.kefu.server.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * A protocol of the web server's own, whose every write is timed: a peer that reads nothing of its answer would hold a thread
 * and a socket for as long as it likes.
 *
 * @param slice time for each {@link TimedWriter#SLICE_BYTES} begun
 */
record TimedConnections(ServerConnectionSelector protocol, PeerWaits waits, Duration slice)
        implements ServerConnectionSelector {

    @Override
    public int bytesToIdentifyConnection() {
        return protocol.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return protocol.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return protocol.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return protocol.connection(new Timed(context, new TimedWriter(context.dataWriter(), waits, slice)));
    }

    /** The web server's own context, which has the socket. */
    static ConnectionContext own(ConnectionContext context) {
        return context instanceof Timed timed ? timed.own() : context;
    }

    private record Timed(ConnectionContext own, DataWriter writer) implements ConnectionContext {
        @Override
        public DataWriter dataWriter() {
            return writer;
        }

        @Override
        public ListenerContext listenerContext() {
            return own.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return own.executor();
        }

        @Override
        public DataReader dataReader() {
            return own.dataReader();
        }

        @Override
        public Router router() {
            return own.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return own.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return own.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return own.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return own.localPeer();
        }

        @Override
        public boolean isSecure() {
            return own.isSecure();
        }

        @Override
        public String socketId() {
            return own.socketId();
        }

        @Override
        public String childSocketId() {
            return own.childSocketId();
        }
    }
}
