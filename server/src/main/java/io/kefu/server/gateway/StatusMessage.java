package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

/** {@code grpc-message} as it stands in a trailer (gRPC over HTTP/2, Status-Message): printable ASCII, the rest in percent. */
final class StatusMessage {
    private StatusMessage() {}

    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte each : text.getBytes(UTF_8)) {
            if (each >= ' ' && each <= '~' && each != '%') {
                encoded.append((char) each);
            } else {
                encoded.append('%').append("%02X".formatted(each));
            }
        }
        return encoded.toString();
    }
}
