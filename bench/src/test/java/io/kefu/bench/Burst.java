package io.kefu.bench;

import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.Rest;
import io.kefu.kefuctl.load.wire.WebSocketLink;
import io.kefu.protocol.v1.Client;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.ServerFrame;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Visitors who write at once, a few messages on the way each, until all are acknowledged, while an agent is sent every one
 * of them. The ids are those that {@link SyscallTrace} looks for.
 */
record Burst(URI server, int visitors, int messages) {
    private static final int ON_THE_WAY = 6;

    void run() throws IOException, InterruptedException {
        Rest rest = new Rest(server);
        WebSocketLink agent = open(rest.signIn("admin", Launch.PASSWORD), Codec.JSON);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                agent) {
            threads.execute(() -> listen(agent));
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < visitors; i++) {
                int number = i;
                writers.add(threads.submit(() -> {
                    write(number, rest.newVisitor());
                    return null;
                }));
            }
            for (Future<?> each : writers) {
                await(each);
            }
        }
    }

    private static void await(Future<?> future) throws IOException, InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new IOException("a client failed", e.getCause());
        }
    }

    private static void listen(WebSocketLink agent) {
        try {
            while (agent.read() != null) {
                // What counts is that it was sent.
            }
        } catch (IOException e) {
            // Closed at the end.
        }
    }

    private WebSocketLink open(Rest.Identity who, Codec codec) throws IOException {
        WebSocketLink link = WebSocketLink.open(server, codec.subprotocol());
        link.send(
                codec.text(),
                codec.encode(ClientFrame.newBuilder()
                        .setHello(Hello.newBuilder()
                                .setToken(who.token())
                                .setClient(Client.newBuilder().setInstanceId(who.id())))
                        .build()));
        return link;
    }

    private void write(int visitor, Rest.Identity who) throws IOException {
        Codec codec = Codec.alternating(visitor);
        try (WebSocketLink link = open(who, codec)) {
            int sent = 0;
            for (int acknowledged = 0; acknowledged < messages; ) {
                while (sent < messages && sent - acknowledged < ON_THE_WAY) {
                    link.send(codec.text(), codec.encode(message(visitor * messages + sent++)));
                }
                byte[] payload = link.read();
                if (payload == null) {
                    throw new IOException("the server closed a connection");
                }
                ServerFrame frame = codec.decode(payload).orElse(ServerFrame.getDefaultInstance());
                if (frame.hasError()) {
                    throw new IOException("a message was refused: " + frame.getError());
                }
                acknowledged += frame.hasAck() ? 1 : 0;
            }
        }
    }

    private static ClientFrame message(int number) {
        return ClientFrame.newBuilder()
                .setSend(Send.newBuilder()
                        .setClientMsgId("trace-%06d".formatted(number))
                        .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                        .setText("哪天发货？ " + number))
                .build();
    }
}
