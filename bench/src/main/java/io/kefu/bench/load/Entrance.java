package io.kefu.bench.load;

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
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.UUID;

/** Brings senders to the point from which on they only send: each with a conversation of its own. */
final class Entrance {
    private static final String TEXT = "你好，我想问一下订单 20260714 什么时候发货？ Could you tell me when it ships, please?";

    private final URI server;
    private final Codec codec;

    Entrance(URI server, Codec codec) {
        this.server = server;
        this.codec = codec;
    }

    /** A visitor in a conversation that has one message already. */
    Sender visitor() throws IOException, InterruptedException {
        Rest.Identity who = new Rest(server).newVisitor();
        return connect(who, new Template(codec, opened(who), TEXT));
    }

    /** One that only listens. */
    Sender listener(Rest.Identity who) throws IOException {
        return connect(who, null);
    }

    private String opened(Rest.Identity who) throws IOException {
        try (WebSocketLink link = WebSocketLink.open(server, codec.subprotocol())) {
            link.send(codec.text(), codec.encode(hello(who)));
            ClientFrame first = ClientFrame.newBuilder()
                    .setSend(Send.newBuilder()
                            .setClientMsgId("first")
                            .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                            .setText(TEXT))
                    .build();
            link.send(codec.text(), codec.encode(first));
            while (true) {
                byte[] payload = link.read();
                if (payload == null) {
                    throw new IOException("the server closed the connection of a first message");
                }
                ServerFrame frame = codec.decode(payload).orElse(ServerFrame.getDefaultInstance());
                if (frame.hasAck()) {
                    return frame.getAck().getConversationId();
                }
                if (frame.hasError()) {
                    throw new IOException("a first message was refused: " + frame.getError());
                }
            }
        }
    }

    private static ClientFrame hello(Rest.Identity who) {
        String instance = UUID.randomUUID().toString();
        return ClientFrame.newBuilder()
                .setHello(Hello.newBuilder()
                        .setToken(who.token())
                        .setClient(Client.newBuilder()
                                .setName("bench")
                                .setInstanceId(instance)
                                .setDeviceId(instance)))
                .build();
    }

    /** Its welcome is left to be read, as one more frame that is no acknowledgement. */
    private Sender connect(Rest.Identity who, Template template) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.write(ByteBuffer.wrap(WebSocketLink.request(server, codec.subprotocol())));
        skipHead(channel);
        channel.write(ByteBuffer.wrap(WebSocketLink.frame(codec.text(), codec.encode(hello(who)), 1)));
        channel.configureBlocking(false);
        return new Sender(channel, codec, template);
    }

    private static void skipHead(SocketChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            one.clear();
            if (channel.read(one) < 0 || head.length() > 16_384) {
                throw new IOException("the handshake was refused: " + head);
            }
            head.append((char) one.get(0));
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the handshake was refused: " + head);
        }
    }
}
