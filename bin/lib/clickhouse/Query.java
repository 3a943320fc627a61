import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A request of ClickHouse's HTTP interface: the statement, what it is to be run with, and the rows of an insert. */
record Query(
        byte[] sql,
        Statement statement,
        String id,
        String database,
        String format,
        Map<String, String> settings,
        Parameters parameters,
        InputStream body) {
    private static final int LONGEST_STATEMENT = 64 << 20;
    private static final Set<String> NO_SETTINGS = Set.of(
            "query",
            "query_id",
            "database",
            "default_format",
            "user",
            "password",
            "quota_key",
            "role",
            "session_id",
            "session_timeout",
            "session_check",
            "close_session",
            "stacktrace",
            "buffer_size",
            "wait_end_of_query",
            "client_protocol_version",
            "compress",
            "decompress",
            "enable_http_compression");

    static Query of(HttpExchange exchange) throws IOException, EngineException {
        var parameters = parameters(exchange);
        refuseCompressed(exchange, parameters);
        var named = parameters.getOrDefault("query", "");
        var body = exchange.getRequestBody();
        var statement = Statement.of(named);
        var sql = named.getBytes(StandardCharsets.UTF_8);
        if (!(statement.inserts() && !statement.format().isEmpty())) {
            sql = joined(named, body);
            statement = Statement.of(new String(sql, StandardCharsets.UTF_8));
        }
        return new Query(
                sql,
                statement,
                parameters.getOrDefault("query_id", UUID.randomUUID().toString()),
                asked(exchange, "X-ClickHouse-Database", parameters, "database", "default"),
                format(statement, asked(exchange, "X-ClickHouse-Format", parameters, "default_format", "TabSeparated")),
                settings(parameters),
                new Parameters(bound(parameters)),
                body);
    }

    /** As the real server does: the statement is what the parameter has, then what the body has. */
    private static byte[] joined(String named, InputStream body) throws IOException, EngineException {
        var rest = body.readNBytes(LONGEST_STATEMENT);
        if (rest.length == LONGEST_STATEMENT)
            throw new EngineException("Code: 62. the statement is longer than 64 MiB");
        if (named.isEmpty()) return rest;
        if (rest.length == 0) return named.getBytes(StandardCharsets.UTF_8);
        var first = (named + "\n").getBytes(StandardCharsets.UTF_8);
        var whole = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, whole, first.length, rest.length);
        return whole;
    }

    private static void refuseCompressed(HttpExchange exchange, Map<String, String> parameters) throws EngineException {
        var encoded = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if (encoded != null || on(parameters, "compress") || on(parameters, "decompress")) {
            throw new EngineException("Code: 48. DB::Exception: this test engine does not compress: "
                    + "connect with compress=false and decompress=false (NOT_IMPLEMENTED)");
        }
    }

    private static boolean on(Map<String, String> parameters, String name) {
        var value = parameters.getOrDefault(name, "0");
        return value.equals("1") || value.equals("true");
    }

    private static String asked(
            HttpExchange exchange, String header, Map<String, String> parameters, String name, String otherwise) {
        return Optional.ofNullable(parameters.get(name))
                .or(() -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(header)))
                .filter(value -> !value.isEmpty())
                .orElse(otherwise);
    }

    private static String format(Statement statement, String otherwise) {
        return statement.format().isEmpty() ? otherwise : statement.format();
    }

    private static Map<String, String> settings(Map<String, String> parameters) {
        var settings = new LinkedHashMap<String, String>();
        parameters.forEach((name, value) -> {
            if (!NO_SETTINGS.contains(name) && !name.startsWith("param_")) settings.put(name, value);
        });
        return settings;
    }

    private static Map<String, String> bound(Map<String, String> parameters) {
        var bound = new LinkedHashMap<String, String>();
        parameters.forEach((name, value) -> {
            if (name.startsWith("param_")) bound.put(name.substring("param_".length()), value);
        });
        return bound;
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        var parameters = new LinkedHashMap<String, String>();
        var query = exchange.getRequestURI().getRawQuery();
        for (var pair : query == null ? new String[0] : query.split("&")) {
            var equals = pair.indexOf('=');
            if (equals > 0) parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
