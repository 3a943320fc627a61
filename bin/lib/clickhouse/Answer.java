import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;

/** The answer to a query, in the headers and forms that ClickHouse's clients read. */
final class Answer {
    private final HttpExchange exchange;
    private OutputStream body;

    Answer(HttpExchange exchange, Query query, String timezone) {
        this.exchange = exchange;
        header("X-ClickHouse-Server-Display-Name", "chdb");
        header("X-ClickHouse-Query-Id", query.id());
        header("X-ClickHouse-Format", query.format());
        header("X-ClickHouse-Timezone", timezone);
    }

    /** What was read and written; the rest of what the real server tells is told as nothing. */
    void summary(long rowsRead, long rowsWritten) {
        var counts = """
                {"read_rows":"%d","read_bytes":"0","written_rows":"%d","written_bytes":"0",\
                "total_rows_to_read":"0","result_rows":"%2$d","result_bytes":"0","elapsed_ns":"0"}""";
        header("X-ClickHouse-Summary", counts.formatted(rowsRead, rowsWritten));
    }

    /** Whether it is too late for another status. */
    boolean begun() {
        return body != null;
    }

    void write(MemorySegment bytes) throws IOException {
        if (body == null) begin();
        Channels.newChannel(body).write(bytes.asByteBuffer());
    }

    void end() throws IOException {
        if (body == null) {
            exchange.sendResponseHeaders(200, -1);
        } else {
            body.close();
        }
    }

    private void begin() throws IOException {
        exchange.sendResponseHeaders(200, 0);
        body = exchange.getResponseBody();
    }

    private void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    static void error(HttpExchange exchange, EngineException error) throws IOException {
        exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", Integer.toString(error.code()));
        text(exchange, error.status(), error.getMessage() + "\n");
    }

    static void text(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
