import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers ClickHouse's HTTP requests: runs each in a session of its own. */
final class Endpoint implements HttpHandler {
    private final Engine engine;
    private final String timezone;
    private final Credentials credentials;

    Endpoint(Engine engine, Credentials credentials) throws EngineException {
        this.engine = engine;
        timezone = engine.timezone();
        this.credentials = credentials;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/ping")) {
            Answer.text(exchange, 200, "Ok.\n");
        } else {
            query(exchange);
        }
        exchange.close();
    }

    private void query(HttpExchange exchange) throws IOException {
        Answer answer = null;
        try {
            credentials.check(exchange);
            var query = Query.of(exchange);
            answer = new Answer(exchange, query, timezone);
            run(query, answer);
            answer.end();
        } catch (EngineException e) {
            fail(exchange, answer, e);
        } catch (RuntimeException e) {
            e.printStackTrace();
            fail(exchange, answer, new EngineException("Code: 1001. DB::Exception: the bridge failed: " + e));
        }
    }

    /** When it is too late for another status the connection is cut: its reader sees that rows are missing. */
    private static void fail(HttpExchange exchange, Answer answer, EngineException error) throws IOException {
        if (answer != null && answer.begun()) throw new IOException(error);
        Answer.error(exchange, error);
    }

    private void run(Query query, Answer answer) throws IOException, EngineException {
        try (var session = engine.session()) {
            if (!query.database().equals("default")) session.use(query.database());
            session.set(query.settings());
            if (query.statement().inserts() && !query.statement().format().isEmpty()) {
                insert(session, query, answer);
            } else if (query.statement().reads() && Heading.knows(query.format())) {
                read(session, query, answer);
            } else {
                whole(session, query, answer);
            }
        }
    }

    private static void insert(Session session, Query query, Answer answer) throws IOException, EngineException {
        var sql = query.statement().withoutFormat().getBytes(StandardCharsets.UTF_8);
        try (var insert = session.insert(sql, query.format())) {
            answer.summary(0, insert.rows(query.body()));
        }
    }

    private static void read(Session session, Query query, Answer answer) throws IOException, EngineException {
        var sql = query.statement().withoutFormat().getBytes(StandardCharsets.UTF_8);
        answer.summary(0, 0);
        try (var rows = session.rows(sql, query.format(), query.parameters())) {
            var heading = new Heading(query.format());
            while (true) {
                try (var piece = rows.next()) {
                    if (piece.bytes().byteSize() == 0) break;
                    answer.write(heading.once(piece.bytes()));
                }
            }
        }
        // Without a row there was no piece, and so no heading.
        if (!answer.begun()) whole(session, query, answer);
    }

    private static void whole(Session session, Query query, Answer answer) throws IOException, EngineException {
        try (var result = session.query(query.sql(), query.format(), query.parameters())) {
            answer.summary(result.rowsRead(), result.rowsWritten());
            if (result.bytes().byteSize() > 0) answer.write(result.bytes());
        }
    }
}
