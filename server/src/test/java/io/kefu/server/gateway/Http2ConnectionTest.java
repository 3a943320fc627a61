package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.GoAwayReason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that share a TCP connection, as browsers have them where TLS ends in this process. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2ConnectionTest {
    private static final ConnectionPath PATH = ConnectionPath.THREADS_WITH_TLS;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration WHOLE = Duration.ofSeconds(20);

    @Test
    void a_body_that_does_not_come_ends_its_request_and_no_other() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (var fixture = PATH.start(limits(WHOLE, LONG));
                HttpClient client = PATH.http()) {
            assertThat(get(PATH.url(fixture, "/hello"), client)).isEqualTo("hello"); // speaks HTTP/2 from here on
            CompletableFuture<HttpResponse<String>> slow = client.sendAsync(
                    HttpRequest.newBuilder(PATH.url(fixture, "/echo"))
                            .POST(BodyPublishers.ofInputStream(() -> new Pausing(over)))
                            .build(),
                    BodyHandlers.ofString());

            GatewayFixture.await(() -> fixture.events.of("refused TOO_SLOW") >= 1);
            GatewayFixture.await(() -> fixture.gateway.waits().underWay() == 0);

            assertThat(get(PATH.url(fixture, "/hello"), client)).isEqualTo("hello");
            over.countDown();
            slow.cancel(true);
            client.shutdownNow();
        }
    }

    @Test
    void an_answer_does_not_end_the_connection_on_which_others_are_waited_for() throws Exception {
        try (var fixture = PATH.start(limits(LONG, SHORT));
                HttpClient client = PATH.http()) {
            CompletableFuture<HttpResponse<String>> slow = client.sendAsync(
                    HttpRequest.newBuilder(PATH.url(fixture, "/slow")).build(), BodyHandlers.ofString());
            GatewayFixture.await(() -> fixture.slowly.getQueueLength() == 1);
            assertThat(get(PATH.url(fixture, "/hello"), client)).isEqualTo("hello");
            long since = System.nanoTime();
            GatewayFixture.await(() -> System.nanoTime() - since > 4 * SHORT.toNanos());
            fixture.slowly.release();

            assertThat(slow.get(60, TimeUnit.SECONDS).body()).isEqualTo("slow");
            GatewayFixture.await(() -> fixture.gateway.arrivals().served() == 0);
        }
    }

    @Test
    void whoever_is_to_leave_does_not_come_back_by_it() throws Exception {
        try (GatewayFixture fixture = PATH.start();
                HttpClient client = PATH.http()) {
            HttpRequest get =
                    HttpRequest.newBuilder(PATH.url(fixture, "/hello")).build();
            client.send(get, BodyHandlers.ofString());
            assertThat(client.send(get, BodyHandlers.ofString()).version()).isEqualTo(HttpClient.Version.HTTP_2);
            fixture.gateway.leave(GoAwayReason.GO_AWAY_REASON_UPGRADE, Duration.ZERO);

            client.send(get, BodyHandlers.ofString());

            GatewayFixture.await(() -> fixture.gateway.arrivals().served() == 0);
            GatewayFixture.await(() -> answered(get, client)); // by another connection
        }
    }

    /** It may go out just before the client hears that the connection has ended. */
    private static boolean answered(HttpRequest request, HttpClient client) {
        try {
            return client.send(request, BodyHandlers.ofString()).body().equals("hello");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String get(URI uri, HttpClient client) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return answer.body();
    }

    /** One byte, and then nothing until it is over. */
    private static final class Pausing extends InputStream {
        private final CountDownLatch over;
        private boolean begun;

        Pausing(CountDownLatch over) {
            this.over = over;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("is read by arrays");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (!begun) {
                begun = true;
                into[from] = 'x';
                return 1;
            }
            try {
                return over.await(60, TimeUnit.SECONDS) ? -1 : 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }
    }

    private static GatewayLimits limits(Duration whole, Duration idle) {
        GatewayLimits usual = ConnectionPath.LIMITS;
        return new GatewayLimits(
                usual.maxConnections(),
                usual.handshakesPerSecond(),
                usual.maxMessageBytes(),
                usual.outboundBytes(),
                usual.mergeBytes(),
                usual.heartbeat(),
                usual.helloWait(),
                usual.closeWait(),
                usual.stuckWrite(),
                new ArrivalLimits(100, 100, whole, idle));
    }
}
