package io.kefu.server.admin;

import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import java.net.URI;
import java.util.Optional;

/** Where clients find us: as configured, else as this very caller found us. */
public final class PublicUrl {
    private final Optional<URI> configured;

    public PublicUrl(Optional<URI> configured) {
        this.configured = configured;
    }

    /** {@code https://chat.example/api/v1/…}. */
    String http(Call call, String path) {
        return (secure(call) ? "https://" : "http://") + authority(call) + path;
    }

    /** {@code wss://chat.example/ws/v1}. */
    String webSocket(Call call, String path) {
        return (secure(call) ? "wss://" : "ws://") + authority(call) + path;
    }

    private boolean secure(Call call) {
        return configured.map(url -> "https".equalsIgnoreCase(url.getScheme())).orElseGet(call::secure);
    }

    private String authority(Call call) {
        String authority = configured.map(URI::getRawAuthority).orElseGet(call::host);
        if (!authority.matches("[A-Za-z0-9.\\[\\]:_-]{1,255}")) {
            throw ApiException.badRequest("the Host header is not a host");
        }
        return authority;
    }
}
