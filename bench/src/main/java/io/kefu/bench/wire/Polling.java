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

    private static final String HEADERS = "Host: chat.example.com\r\nConnection: keep-alive\r\n"
            + "Authorization: Bearer kv_" + "x".repeat(43) + "\r\n"
            + "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
            + " Safari/537.36\r\nAccept: application/json\r\nOrigin: https://shop.example.com\r\n"
            + "Referer: https://shop.example.com/\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
            + "Accept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\n\r\n";
    private static final String ASK =
            "GET /api/v1/conversations/c_AAAAAAAAAAAAAAAAAAAAAA/messages?after=123 HTTP/1.1\r\n" + HEADERS;
    private static final String POST = "POST /api/v1/conversations/c_AAAAAAAAAAAAAAAAAAAAAA/messages HTTP/1.1\r\n"
            + "Content-Type: application/json\r\nContent-Length: 123\r\n" + HEADERS;
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 03:00:00 GMT\r\n"
            + "Content-Type: application/json\r\nContent-Length: 1234\r\nCache-Control: no-store\r\n"
            + "Access-Control-Allow-Origin: https://shop.example.com\r\nVary: Origin\r\n"
            + "X-Content-Type-Options: nosniff\r\nConnection: keep-alive\r\n\r\n";
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
