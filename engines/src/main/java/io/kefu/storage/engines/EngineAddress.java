package io.kefu.storage.engines;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a running engine is and who may use it: {@code jdbc:mysql://HOST:PORT/DATABASE?user=…&password=…}, or for Redis
 * {@code redis://:PASSWORD@HOST:PORT/NUMBER}.
 */
public record EngineAddress(EngineKind kind, String url) {
    private static final Pattern FORM = Pattern.compile(
            "(?<scheme>[a-z:]+)://(?<login>[^@/]*@)?(?<host>[^:/]+):(?<port>\\d+)(?<path>/[^?]*)?(?<rest>\\?.*)?");

    public EngineAddress {
        if (!FORM.matcher(url).matches()) {
            throw new IllegalArgumentException(
                    kind.variable() + " is no address with host and port like jdbc:mysql://127.0.0.1:3306/?user=…");
        }
    }

    public String host() {
        return parts().group("host");
    }

    public int port() {
        return Integer.parseInt(parts().group("port"));
    }

    /** Empty where the address names none. */
    public String user() {
        return kind == EngineKind.REDIS ? login(0) : option("user");
    }

    /** Empty where the address names none. */
    public String password() {
        return kind == EngineKind.REDIS ? login(1) : option("password");
    }

    /** The database that the address names, empty where it names none. */
    public String database() {
        String path = parts().group("path");
        return path == null ? "" : path.substring(1);
    }

    /** The same engine through a proxy on loopback. */
    public EngineAddress through(int port) {
        return put("127.0.0.1", port, database());
    }

    /** The same engine with another database. */
    public EngineAddress with(String database) {
        return put(host(), port(), database);
    }

    /** The address with a password that is wrong. */
    public EngineAddress withPassword(String password) {
        return new EngineAddress(
                kind,
                kind == EngineKind.REDIS
                        ? url.replaceFirst("://[^@/]*@", "://:" + Matcher.quoteReplacement(password) + "@")
                        : url.replaceFirst("password=[^&]*", "password=" + Matcher.quoteReplacement(password)));
    }

    /** The address without user and password, for a configuration that names them apart. */
    public String urlWithoutLogin() {
        return url.replaceFirst("://[^@/]*@", "://")
                .replaceAll("(?<=[?&])(user|password)=[^&]*&?", "")
                .replaceFirst("[?&]$", "");
    }

    private EngineAddress put(String host, int port, String database) {
        Matcher parts = parts();
        return new EngineAddress(
                kind,
                "%s://%s%s:%d/%s%s"
                        .formatted(
                                parts.group("scheme"),
                                orEmpty(parts.group("login")),
                                host,
                                port,
                                database,
                                orEmpty(parts.group("rest"))));
    }

    private String login(int part) {
        String[] login = orEmpty(parts().group("login")).replace("@", "").split(":", -1);
        return part < login.length ? decoded(login[part]) : "";
    }

    private String option(String name) {
        Matcher option = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(orEmpty(parts().group("rest")));
        return option.find() ? decoded(option.group(1)) : "";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Matcher parts() {
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalStateException("checked when it was made");
        }
        return matcher;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** Without its password. */
    @Override
    public String toString() {
        return kind.word() + " at " + host() + ":" + port() + "/" + database();
    }
}
