package io.kefu.bench.wire;

import io.kefu.protocol.FrameJson;
import io.kefu.protocol.v1.ServerFrame;
import java.util.List;

/**
 * What the same chat would take if both sides asked every two seconds over HTTP/1.1 on a connection that stays open, with
 * the headers that a browser sends and no compression: requests for what is new, a POST for each message, and bodies that
 * hold the frames as JSON.
 */
final class Polling {
    /** A message every 12 s, as {@link Chat} has them: each side asks six times meanwhile. */
    private static final int ASKS = 2 * 6;

    private static final String END = "\r\n";
    private static final String HEADERS = String.join(
            END,
            "Host: chat.example.com",
            "Connection: keep-alive",
            "Authorization: Bearer kv_" + "x".repeat(43),
            "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
                    + " Safari/537.36",
            "Accept: application/json",
            "Origin: https://shop.example.com",
            "Referer: https://shop.example.com/",
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Accept-Language: zh-CN,zh;q=0.9,en;q=0.8",
            END);
    private static final String ASK =
            String.join(END, "GET /api/v1/conversations/c_AAAAAAAAAAAAAAAAAAAAAA/messages?after=123 HTTP/1.1", HEADERS);
    private static final String POST = String.join(
            END,
            "POST /api/v1/conversations/c_AAAAAAAAAAAAAAAAAAAAAA/messages HTTP/1.1",
            "Content-Type: application/json",
            "Content-Length: 123",
            HEADERS);
    private static final String ANSWER = String.join(
            END,
            "HTTP/1.1 200 OK",
            "Date: Sun, 22 Nov 2026 03:00:00 GMT",
            "Content-Type: application/json",
            "Content-Length: 1234",
            "Cache-Control: no-store",
            "Access-Control-Allow-Origin: https://shop.example.com",
            "Vary: Origin",
            "X-Content-Type-Options: nosniff",
            "Connection: keep-alive",
            END);
    private static final String NOTHING_NEW = "{\"items\":[]}";

    private Polling() {}

    /** Of one message. */
    static long bytes(Chat.Said said) {
        long asking = ASKS * (long) (ASK.length() + ANSWER.length() + NOTHING_NEW.length());
        long sending = POST.length() + ANSWER.length() + json(said.down().subList(1, 2));
        long body = FrameJson.encode(said.up().get(1)).length;
        return asking + sending + body + json(said.down().subList(2, 3));
    }

    private static long json(List<ServerFrame> frames) {
        return frames.stream()
                .mapToLong(frame -> FrameJson.encode(frame).length)
                .sum();
    }
}
