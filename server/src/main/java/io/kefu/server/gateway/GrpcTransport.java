package io.kefu.server.gateway;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.grpc.GrpcProtocolSelector;
import io.helidon.webserver.grpc.GrpcReflectionFeature;
import io.helidon.webserver.grpc.GrpcRouting;
import io.helidon.webserver.grpc.ServerContextKeys;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.kefu.server.admin.http.ClientAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The client protocol over gRPC, {@code kefu.v1.Chat/Connect}, on the port of everything else: HTTP/2 with prior knowledge.
 * Reflection tells clients what there is.
 */
final class GrpcTransport implements ServerCallHandler<byte[], byte[]> {
    private static final int STREAMS_OF_A_CONNECTION = 128;
    private static final int WINDOW = 128 * 1024;
    private static final Metadata.Key<String> ORIGIN = key("origin");
    private static final Metadata.Key<String> FORWARDED_FOR = key("x-forwarded-for");
    private static final Metadata.Key<String> ENCODING = key("grpc-encoding");

    private final Gateway gateway;

    GrpcTransport(Gateway gateway) {
        this.gateway = gateway;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /** Lets a listener speak HTTP/2, which its ordinary routes then answer too, and gRPC on it. */
    void configure(WebServerConfig.Builder server) {
        Http2Config http2 = Http2Config.builder()
                .maxConcurrentStreams(STREAMS_OF_A_CONNECTION)
                .initialWindowSize(WINDOW)
                .flowControlTimeout(gateway.limits().stuckWrite())
                .build();
        GrpcConfig grpc = GrpcConfig.builder()
                .enableMetrics(false)
                .enableCompression(false) // what a compressed message becomes has no bound there
                .maxReadBufferSize(gateway.limits().maxMessageBytes())
                .build();
        BindableService chat = () -> ServerServiceDefinition.builder(GrpcMarshallers.SERVICE)
                .addMethod(GrpcMarshallers.CONNECT, this)
                .build();
        Http2ConnectionSelector protocol = Http2ConnectionSelector.builder()
                .http2Config(http2)
                .addSubProtocolSelector(GrpcProtocolSelector.create(grpc))
                .build();
        server.addConnectionSelector(gateway.timed(protocol))
                .addRouting(GrpcRouting.builder().service(GrpcMarshallers.proto(), chat))
                .addFeature(GrpcReflectionFeature.create(reflection -> reflection.enabled(true)));
    }

    /** A TCP connection that only asks what there is, or is refused, ends with the time that it has for a whole request. */
    @Override
    public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
        SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        Handshake handshake = handshake(peer, call, headers);
        Optional<Refused> refused = gateway.refusal(handshake);
        if (refused.isPresent()) {
            gateway.events().handshakeRefused(refused.get().why());
            call.close(refused(refused.get()), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        Optional<Arrivals.Served> asked = gateway.arrivals().asked(peer);
        GrpcConnection connection = new GrpcConnection(
                gateway, handshake, call, compresses(headers), () -> asked.ifPresent(gateway::ended));
        connection.begin();
        return connection.heard();
    }

    private static boolean compresses(Metadata headers) {
        String encoding = headers.get(ENCODING);
        return encoding != null && !encoding.equals("identity");
    }

    private static Status refused(Refused refused) {
        Status status = refused.status() == 403 ? Status.PERMISSION_DENIED : Status.UNAVAILABLE;
        return (refused.status() == 429 ? Status.RESOURCE_EXHAUSTED : status)
                .withDescription(StatusMessage.encoded(refused.detail()));
    }

    private Handshake handshake(SocketAddress peer, ServerCall<byte[], byte[]> call, Metadata headers) {
        String address = peer instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "unknown";
        List<String> forwardedFor = new ArrayList<>();
        Optional.ofNullable(headers.getAll(FORWARDED_FOR)).ifPresent(lines -> lines.forEach(forwardedFor::add));
        Optional<String> hops = ClientAddress.hops(
                forwardedFor, ServerContextKeys.CONNECTION_CONTEXT.get().proxyProtocolData());
        return new Handshake(
                gateway.client(address, hops),
                Optional.ofNullable(call.getAuthority()).orElse(""),
                Optional.ofNullable(headers.get(ORIGIN)));
    }
}
