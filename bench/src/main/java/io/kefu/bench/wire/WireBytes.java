package io.kefu.bench.wire;

import io.kefu.protocol.FrameJson;
import io.kefu.protocol.FrameZstd;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The mean bytes of a message with all that belongs to it, both sides together: typing, the message, its
 * acknowledgement, its receipts; WebSocket frames' headers (RFC 6455, section 5.2) included, TCP's and TLS's not.
 */
public final class WireBytes {
    private static final int MASK = 4;

    private final List<Chat.Said> chats;

    private WireBytes(List<Chat.Said> chats) {
        this.chats = chats;
    }

    /** The table, as text. */
    public static String of(List<Chat.Said> chats) {
        return new WireBytes(chats).table();
    }

    private String table() {
        double json = mean(FrameJson::encode, FrameJson::encode);
        double proto = mean(ClientFrame::toByteArray, ServerFrame::toByteArray);
        double zstd =
                mean(frame -> FrameZstd.smaller(frame.toByteArray()), frame -> FrameZstd.smaller(frame.toByteArray()));
        double polling = chats.stream().mapToLong(Polling::bytes).average().orElseThrow();
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%,d messages, half of the chats Chinese, half English%n", chats.size()));
        line(table, "HTTP polls every 2 s", polling, json);
        line(table, "kefu.v1.json", json, json);
        line(table, "kefu.v1.proto", proto, json);
        line(table, "kefu.v1.proto+zstd", zstd, json);
        double alone = onlyMessages(ServerFrame::toByteArray);
        double small = onlyMessages(frame -> FrameZstd.smaller(frame.toByteArray()));
        table.append(String.format(
                Locale.ROOT,
                "of that the message frame alone: json %.0f, proto %.0f, proto+zstd %.0f bytes",
                onlyMessages(FrameJson::encode),
                alone,
                small));
        return table.toString();
    }

    private static void line(StringBuilder table, String form, double bytes, double json) {
        table.append(
                String.format(Locale.ROOT, "%-22s %8.0f bytes a message   %6.2f of JSON%n", form, bytes, bytes / json));
    }

    private double mean(Function<ClientFrame, byte[]> up, Function<ServerFrame, byte[]> down) {
        return chats.stream()
                .mapToLong(said -> Stream.concat(
                                said.up().stream().map(up).map(payload -> framed(payload) + MASK),
                                said.down().stream().map(down).map(WireBytes::framed))
                        .mapToLong(Integer::longValue)
                        .sum())
                .average()
                .orElseThrow();
    }

    private double onlyMessages(Function<ServerFrame, byte[]> down) {
        return chats.stream()
                .flatMap(said -> said.down().stream())
                .filter(ServerFrame::hasMessage)
                .map(down)
                .mapToInt(WireBytes::framed)
                .average()
                .orElseThrow();
    }

    private static int framed(byte[] payload) {
        return payload.length + (payload.length < 126 ? 2 : 4);
    }
}
