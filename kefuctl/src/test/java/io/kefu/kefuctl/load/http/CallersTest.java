package io.kefu.kefuctl.load.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kefu.kefuctl.load.LoadException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallersTest {
    private static final long SOME_TIME = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long MOST_TIME = TimeUnit.SECONDS.toNanos(15);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private HttpServer server;
    private static PictureForm form;

    @BeforeAll
    static void picture() throws IOException {
        form = PictureForm.of(100_000);
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Every call is answered so, and what was sent is read. */
    private interface Answering {
        void answer(HttpExchange exchange, int number) throws IOException;
    }

    private Callers connect(int connections, Answering answering) throws IOException {
        server.createContext("/", exchange -> {
            clients.add(exchange.getRemoteAddress());
            exchange.getRequestBody().readAllBytes();
            answering.answer(exchange, calls.getAndIncrement());
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort());
        Caller caller = new Caller(uri, "token", List.of("one", "two"), List.of("picture"), form);
        return Callers.connect(uri, List.of(caller), connections);
    }

    /** For longer and longer until there were so many calls: a busy machine makes few in a moment. */
    private Outcome closed(Callers callers, Shares shares, int least) throws IOException {
        long stretch = SOME_TIME;
        while (true) {
            calls.set(0);
            Outcome outcome = callers.closed(shares, stretch);
            if (calls.get() >= least || stretch > MOST_TIME) {
                return outcome;
            }
            stretch *= 2;
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        exchange.sendResponseHeaders(status, body.getBytes(UTF_8).length);
        exchange.getResponseBody().write(body.getBytes(UTF_8));
    }

    @Test
    void every_kind_is_answered_on_connections_that_are_kept() throws IOException {
        String page = "x".repeat(300_000);
        try (Callers callers = connect(3, (exchange, _) -> {
            boolean upload = "POST".equals(exchange.getRequestMethod());
            send(exchange, upload ? 201 : 200, upload ? "{}" : page);
        })) {
            Shares all = Shares.of(Map.of(Call.LIST, 1, Call.HISTORY, 1, Call.UPLOAD, 1, Call.DOWNLOAD, 1));
            Outcome outcome = closed(callers, all, 12);
            assertThat(outcome.failed()).isZero();
            assertThat(outcome.kinds()).containsOnlyKeys(Call.values());
            long counted = outcome.kinds().values().stream()
                    .mapToLong(kind -> kind.answered() + kind.late())
                    .sum();
            assertThat(counted).isEqualTo(calls.get()).isPositive();
            assertThat(clients).hasSize(3);
        }
    }

    @Test
    void an_error_is_counted_as_one_and_the_connection_goes_on() throws IOException {
        try (Callers callers = connect(2, (exchange, number) -> send(exchange, number % 2 == 0 ? 200 : 503, "{}"))) {
            Outcome.Kind lists =
                    closed(callers, Shares.only(Call.LIST), 10).kinds().get(Call.LIST);
            assertThat(lists.why()).isEqualTo("answered 503");
            assertThat(lists.failed()).isEqualTo(calls.get() / 2);
            assertThat(lists.errorRate()).isBetween(0.3, 0.7);
        }
    }

    @Test
    void a_connection_that_the_server_ends_is_made_again() throws IOException {
        try (Callers callers = connect(2, (exchange, _) -> {
            exchange.getResponseHeaders().set("Connection", "close");
            send(exchange, 200, "{}");
        })) {
            Outcome outcome = closed(callers, Shares.only(Call.HISTORY), 8);
            assertThat(outcome.failed()).isZero();
            assertThat(clients).hasSizeGreaterThan(2);
        }
    }

    @Test
    void at_a_rate_calls_are_made_that_often_and_no_more() throws IOException {
        try (Callers callers = connect(8, (exchange, _) -> send(exchange, 200, "{}"))) {
            Outcome outcome = callers.open(Shares.only(Call.LIST), 50, TimeUnit.SECONDS.toNanos(1));
            assertThat(outcome.failed()).isZero();
            assertThat(calls.get()).isPositive().isLessThanOrEqualTo(51);
        }
    }

    @Test
    void a_server_that_is_gone_ends_the_load_with_a_word() throws IOException {
        Callers callers = connect(2, (exchange, _) -> send(exchange, 200, "{}"));
        try (callers) {
            server.stop(0);
            assertThatThrownBy(() -> callers.closed(Shares.only(Call.LIST), TimeUnit.SECONDS.toNanos(30)))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("cannot be reached");
        }
    }
}
