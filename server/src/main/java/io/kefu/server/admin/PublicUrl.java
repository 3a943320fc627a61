package io.kefu.server.admin;

import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;

/** Where clients find us: as this very caller found us. */
final class PublicUrl {

    private PublicUrl() {}

    /** {@code https://chat.example/api/v1/…}. */
    static String http(Call call, String path) {
        return (call.secure() ? "https://" : "http://") + authority(call) + path;
    }

    /** {@code wss://chat.example/ws/v1}. */
    static String webSocket(Call call, String path) {
        return (call.secure() ? "wss://" : "ws://") + authority(call) + path;
    }

    private static String authority(Call call) {
        String authority = call.host();
        if (!authority.matches("[A-Za-z0-9.\\[\\]:_-]{1,255}")) {
            throw ApiException.badRequest("the Host header is not a host");
        }
        return authority;
    }
}
