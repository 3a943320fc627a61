package io.kefu.server.app;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Routes that are not there yet: requests wait for them, so many at most and so long at most, and get 503 with a
 * Retry-After (RFC 9110, section 10.2.3) beyond that.
 */
final class WaitingRequests implements HttpRouting {

    private static final int MOST = 1_000;

    private static final String PROBLEM = """
            {"type":"about:blank","title":"Service Unavailable","status":503,"detail":"The server is not there yet.",\
            "code":"unavailable"}""";

    private final CompletableFuture<HttpRouting> served = new CompletableFuture<>();
    private final HttpRouting unavailable =
            HttpRouting.builder().any(WaitingRequests::comeAgain).build();
    private final Semaphore places = new Semaphore(MOST);
    private final Filter before;
    private volatile Duration longest;

    /**
     * @param before stands before all routes, and sees a request as soon as it comes
     * @param longest that any of them waits
     */
    WaitingRequests(Filter before, Duration longest) {
        this.before = before;
        this.longest = longest;
    }

    /** What the web server takes for routes: a builder that has this built already, whatever else is asked of it. */
    HttpRouting.Builder asRoutes() {
        HttpRouting.Builder unused = HttpRouting.builder();
        return (HttpRouting.Builder) Proxy.newProxyInstance(
                WaitingRequests.class.getClassLoader(),
                new Class<?>[] {HttpRouting.Builder.class},
                (_, method, arguments) -> method.getName().equals("build") ? this : method.invoke(unused, arguments));
    }

    /** From now on whoever comes waits for so long at most. */
    void waitAtMost(Duration most) {
        longest = most;
    }

    /** Requests that wait now. */
    int waiting() {
        return MOST - places.availablePermits();
    }

    /** From now on nobody waits any more. */
    void serve(HttpRouting routing) {
        routing.beforeStart();
        served.complete(routing);
    }

    @Override
    public void route(ConnectionContext context, RoutingRequest request, RoutingResponse response) {
        before.filter(() -> routes().route(context, request, response), request, response);
    }

    private HttpRouting routes() {
        HttpRouting now = served.getNow(null);
        return now == null ? awaited() : now;
    }

    private HttpRouting awaited() {
        if (!places.tryAcquire()) {
            return unavailable;
        }
        try {
            return served.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return unavailable;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unavailable;
        } finally {
            places.release();
        }
    }

    private static void comeAgain(ServerRequest request, ServerResponse response) {
        response.status(Status.SERVICE_UNAVAILABLE_503)
                .header(HeaderNames.RETRY_AFTER, "1")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                .send(PROBLEM);
    }

    @Override
    public HttpSecurity security() {
        return HttpSecurity.create();
    }

    @Override
    public void afterStop() {
        HttpRouting now = served.getNow(null);
        if (now != null) {
            now.afterStop();
        }
    }
}
