package io.kefu.kefuctl.load.server;

import io.kefu.kefuctl.load.LoadException;
import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.WebSocketLink;
import io.kefu.protocol.v1.Client;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.ServerFrame;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** What opens a visitor's conversation. */
final class FirstMessage {
    private static final Codec CODEC = Codec.PROTO;
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

    private FirstMessage() {}

    /** Gives the conversation, once the message is on disk; throws when it is refused or not answered within 30 s. */
    static String send(URI server, String visitor) throws IOException {
        try (WebSocketLink link = WebSocketLink.open(server, CODEC.subprotocol())) {
            link.waitAtMost(ANSWERED_WITHIN);
            link.send(CODEC.text(), CODEC.encode(hello(visitor)));
            link.send(CODEC.text(), CODEC.encode(message()));
            long deadline = System.nanoTime() + ANSWERED_WITHIN.toNanos();
            while (System.nanoTime() < deadline) {
                byte[] payload = link.read();
                if (payload == null) {
                    throw new LoadException("the server closed the connection of a first message");
                }
                ServerFrame frame = CODEC.decode(payload).orElse(ServerFrame.getDefaultInstance());
                if (frame.hasAck()) {
                    return frame.getAck().getConversationId();
                }
                if (frame.hasError()) {
                    throw new LoadException(
                            "a first message was refused: " + frame.getError().getMessage());
                }
            }
            throw new LoadException("a first message was not acknowledged in " + ANSWERED_WITHIN.toSeconds() + " s");
        }
    }

    private static ClientFrame hello(String visitor) {
        String instance = UUID.randomUUID().toString();
        return ClientFrame.newBuilder()
                .setHello(Hello.newBuilder()
                        .setToken(visitor)
                        .setClient(Client.newBuilder()
                                .setName("kefuctl bench")
                                .setInstanceId(instance)
                                .setDeviceId(instance)))
                .build();
    }

    private static ClientFrame message() {
        return ClientFrame.newBuilder()
                .setSend(Send.newBuilder()
                        .setClientMsgId("first")
                        .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                        .setText("你好 (hello)"))
                .build();
    }
}
