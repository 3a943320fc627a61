package io.kefu.server.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Over gRPC's own client, HTTP/2 with prior knowledge. */
final class GrpcClient extends TestClient {
    private static final Metadata.Key<String> CLOSE_CODE =
            Metadata.Key.of("kefu-close-code", Metadata.ASCII_STRING_MARSHALLER);
    private static final MethodDescriptor<byte[], byte[]> CONNECT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName("kefu.v1.Chat/Connect")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private final ManagedChannel channel;
    private final ClientCall<byte[], byte[]> call;
    private volatile boolean deaf;

    GrpcClient(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .directExecutor()
                .build();
        call = channel.newCall(CONNECT, CallOptions.DEFAULT);
        call.start(new Receiver(), new Metadata());
        call.request(1);
    }

    @Override
    public void send(ClientFrame frame) {
        sendRaw(frame.toByteArray());
    }

    @Override
    public void sendRaw(byte[] payload) {
        call.sendMessage(payload);
    }

    @Override
    public void abort() {
        ended(1006);
        channel.shutdownNow();
    }

    @Override
    public void deafen() {
        deaf = true;
    }

    @Override
    public void close() {
        if (!over()) {
            call.halfClose();
        }
        channel.shutdown();
    }

    private final class Receiver extends ClientCall.Listener<byte[]> {
        @Override
        public void onMessage(byte[] message) {
            try {
                received(ServerFrame.parseFrom(message));
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError("The server sent what is no frame", e);
            }
            if (!deaf) {
                call.request(1);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            String code = trailers.get(CLOSE_CODE);
            ended(code == null ? 1006 : Integer.parseInt(code));
            channel.shutdownNow();
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            try {
                return message.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
