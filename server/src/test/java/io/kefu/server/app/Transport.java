package io.kefu.server.app;

import io.kefu.server.testing.TestClient;

/** Every way in. */
enum Transport {
    SOCKET_JSON(4408, "websocket") {
        @Override
        TestClient connect(int port) {
            return TestClient.json(port);
        }
    },
    SOCKET_PROTO(4408, "websocket") {
        @Override
        TestClient connect(int port) {
            return TestClient.proto(port);
        }
    },
    STREAM(4401, "sse") {
        @Override
        TestClient connect(int port) {
            return TestClient.streaming(port);
        }
    },
    LONG_POLL(4401, "long_poll") {
        @Override
        TestClient connect(int port) {
            return TestClient.polling(port);
        }
    },
    GRPC(4408, "grpc") {
        @Override
        TestClient connect(int port) {
            return TestClient.grpc(port);
        }
    };

    final int noHello;
    final String label;

    /**
     * As its clients see it.
     *
     * @param noHello with which whoever says something before hello is sent away
     * @param label as meters name it
     */
    Transport(int noHello, String label) {
        this.noHello = noHello;
        this.label = label;
    }

    abstract TestClient connect(int port);

    boolean binary() {
        return this == SOCKET_PROTO || this == GRPC;
    }
}
