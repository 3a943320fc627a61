package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that know nothing of the protocol can ask for it. */
class GrpcReflectionTest {

    @Test
    void tools_learn_the_service_its_messages_and_the_rest_api_answers_on_the_same_port(@TempDir Path directory)
            throws Exception {
        try (WholeServer server = WholeServer.in(directory)
                .edit("server.yaml", "limits:", "limits:\n    openingTime: 5m") // asking for these opens nothing
                .start()) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                    .usePlaintext()
                    .build();
            try {
                assertThat(ask(channel, ServerReflectionRequest.newBuilder().setListServices("*"))
                                .getListServicesResponse()
                                .getServiceList())
                        .extracting(ServiceResponse::getName)
                        .contains("kefu.v1.Chat");
                assertThat(ask(channel, ServerReflectionRequest.newBuilder().setFileContainingSymbol("kefu.v1.Chat"))
                                .getFileDescriptorResponse()
                                .getFileDescriptorProtoList())
                        .map(GrpcReflectionTest::file)
                        .anySatisfy(file -> assertThat(file.getServiceList())
                                .singleElement()
                                .satisfies(service -> assertThat(
                                                service.getMethod(0).getName())
                                        .isEqualTo("Connect")));
                assertThat(openApi(server).body()).startsWith("{");
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static HttpResponse<String> openApi(WholeServer server) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/openapi.json");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static FileDescriptorProto file(ByteString bytes) {
        try {
            return FileDescriptorProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static ServerReflectionResponse ask(ManagedChannel channel, ServerReflectionRequest.Builder request)
            throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse value) {
                        answer.complete(value);
                    }

                    @Override
                    public void onError(Throwable t) {
                        answer.completeExceptionally(t);
                    }

                    @Override
                    public void onCompleted() {
                        answer.cancel(false);
                    }
                });
        asking.onNext(request.build());
        ServerReflectionResponse got = answer.get(60, TimeUnit.SECONDS);
        asking.onCompleted();
        return got;
    }
}
