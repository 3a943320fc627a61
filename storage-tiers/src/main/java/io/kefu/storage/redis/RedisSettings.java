package io.kefu.storage.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How a tier in Redis is reached and runs.
 *
 * @param tier the tier's name: {@code hot}
 * @param url {@code redis://host:6379/0} or {@code rediss://…} for TLS, without user and password
 * @param user empty for the server's default user
 * @param cluster whether the url is one node of a cluster
 * @param prefix what every key begins with, so that others may use the server too
 * @param perConversation messages kept of each conversation
 * @param keepAfterClose how long a closed conversation stays
 * @param keepIdle how long an open one stays that nobody writes in
 * @param bound how long a call may take
 * @param replayStart the journal offset from which a server that knows none is filled
 */
public record RedisSettings(
        String tier,
        String url,
        String user,
        String password,
        boolean cluster,
        String prefix,
        int perConversation,
        Duration keepAfterClose,
        Duration keepIdle,
        Duration bound,
        LongSupplier replayStart) {
    public RedisSettings {
        Objects.requireNonNull(url, "url");
        user = Objects.requireNonNullElse(user, "");
        password = Objects.requireNonNullElse(password, "");
        if (prefix.isEmpty() || prefix.contains("{") || prefix.contains("*")) {
            throw new IllegalArgumentException("prefix \"" + prefix + "\" is empty or holds { or *");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return tier + " in Redis at " + url;
    }
}
