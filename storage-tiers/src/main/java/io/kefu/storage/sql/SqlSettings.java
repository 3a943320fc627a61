package io.kefu.storage.sql;

import java.util.List;
import java.util.Objects;

/**
 * Where a tier's database is and who may use it.
 *
 * @param role the tier's name: {@code warm} or {@code cold}
 * @param url {@code jdbc:mysql://HOST:PORT/DATABASE?…} or {@code jdbc:postgresql://…}
 * @param user empty when the URL names it
 * @param password empty when the URL names it; never logged
 * @param replicas URLs of read-only replicas, reached with the same user and password; may be empty
 * @param readers the most connections that read, to each server
 */
public record SqlSettings(String role, String url, String user, String password, List<String> replicas, int readers) {
    /** Connections for reading where nobody says otherwise. */
    public static final int READERS = 8;

    public SqlSettings {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(url, "url");
        user = Objects.requireNonNullElse(user, "");
        password = Objects.requireNonNullElse(password, "");
        replicas = List.copyOf(replicas);
        if (readers < 1) {
            throw new IllegalArgumentException("readers is " + readers + ", not 1 or more");
        }
    }

    /** One server, with user and password in its URL. */
    public static SqlSettings of(String role, String url) {
        return new SqlSettings(role, url, "", "", List.of(), READERS);
    }

    public SqlSettings withReplicas(List<String> urls) {
        return new SqlSettings(role, url, user, password, urls, readers);
    }

    JdbcAddress address() {
        return JdbcAddress.of(url, user, password);
    }

    List<JdbcAddress> replicaAddresses() {
        return replicas.stream()
                .map(each -> JdbcAddress.of(each, user, password))
                .toList();
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return role + " at " + address();
    }
}
