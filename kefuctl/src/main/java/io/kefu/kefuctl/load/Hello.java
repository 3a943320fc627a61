package io.kefu.kefuctl.load;

import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.protocol.v1.Client;
import io.kefu.protocol.v1.ClientFrame;
import java.util.UUID;

/** The first frame of a connection. */
final class Hello {

    private Hello() {}

    /** As a client of its own: an equal instance would replace an older connection. */
    static byte[] of(Codec codec, String token) {
        String instance = UUID.randomUUID().toString();
        return codec.encode(ClientFrame.newBuilder()
                .setHello(io.kefu.protocol.v1.Hello.newBuilder()
                        .setToken(token)
                        .setClient(Client.newBuilder()
                                .setName("kefuctl bench")
                                .setInstanceId(instance)
                                .setDeviceId(instance)))
                .build());
    }
}
