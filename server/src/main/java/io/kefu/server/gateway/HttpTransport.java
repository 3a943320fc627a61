package io.kefu.server.gateway;

import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Problems;
import io.kefu.server.admin.http.Route;
import io.kefu.server.gateway.EventLog.Batch;
import io.kefu.server.gateway.HttpConnection.Carrier;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The client protocol over plain HTTP requests, for networks that let no WebSocket through: one frame in each {@code POST},
 * the server's frames by long poll or as Server-Sent Events. The first frame is {@code hello}, whose {@code welcome} names
 * the connection; whoever only listens may leave it out. Every request carries the token in {@code Authorization}; a
 * connection's id and cursor are worth nothing to anybody else.
 */
public final class HttpTransport {
    /** Names the connection of a frame that is no {@code hello}. */
    static final String CONNECTION = "Kefu-Connection";

    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final int MOST_CURSOR = 64;
    private static final int WAIT_SECONDS = 25;
    private static final int LONGEST_WAIT_SECONDS = 55;

    private final Gateway gateway;
    private final HttpConnections connections;

    /** What a client hears next: everything after {@code position} on {@code connection}. */
    private record Place(HttpConnection connection, long position) {}

    private HttpTransport(Gateway gateway) {
        this.gateway = gateway;
        this.connections = new HttpConnections(gateway);
    }

    /** What is to be added to the REST API; its clients are this gateway's. */
    public static List<Route> routes(Gateway gateway) {
        HttpTransport transport = new HttpTransport(gateway);
        return List.of(
                Route.post("/api/v1/frames", Access.SIGNED_IN, transport::said).repeats(Route.Repeats.AGAIN),
                Route.get("/api/v1/events", Access.SIGNED_IN, transport::events),
                Route.get("/api/v1/stream", Access.SIGNED_IN, transport::stream),
                Route.delete("/api/v1/connections/{id}", Access.SIGNED_IN, transport::left));
    }

    // ---- what clients say ----

    private Answer said(Call call) throws InterruptedException {
        byte[] body = call.bytes();
        Optional<HttpConnection> named = call.header(CONNECTION).map(id -> own(call, id));
        if (body.length > gateway.limits().maxMessageBytes()) {
            named.ifPresent(connection -> connection.close(CloseCode.TOO_BIG, "the frame is too large"));
            throw ApiException.of(
                    ErrorCode.ERROR_CODE_TOO_LARGE,
                    "a frame may have " + gateway.limits().maxMessageBytes() + " bytes");
        }
        try {
            return named.isPresent() ? answer(named.get().said(body)) : greeting(call, decoded(body));
        } catch (Exchanges.TooManyAtOnce e) {
            throw ApiException.later(
                    ErrorCode.ERROR_CODE_RATE_LIMITED,
                    "wait for the answers to the frames that are on their way",
                    1_000);
        }
    }

    private static Decoded<ClientFrame> decoded(byte[] body) {
        try {
            return Encoding.JSON.decode(body);
        } catch (BadFrameException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }

    private Answer greeting(Call call, Decoded<ClientFrame> decoded)
            throws InterruptedException, Exchanges.TooManyAtOnce {
        if (!(decoded instanceof Decoded.Frame<ClientFrame> known)
                || !known.frame().hasHello()) {
            throw ApiException.unauthenticated(
                    "the first frame must be hello; later ones name the connection in " + CONNECTION);
        }
        Hello hello = known.frame().getHello();
        if (!hello.getToken().isEmpty() && !hello.getToken().equals(call.token())) {
            throw ApiException.badField("token", "must be the one in Authorization, or left out");
        }
        HttpConnection connection = opened(call, Carrier.LONG_POLL);
        return answer(Optional.of(
                greeted(connection, hello.toBuilder().setToken(call.token()).build(), known.unknownFields(), false)));
    }

    /** Whoever is not welcomed has no connection. */
    private static ServerFrame greeted(HttpConnection connection, Hello hello, int unknownFields, boolean heardToo)
            throws InterruptedException, Exchanges.TooManyAtOnce {
        ClientFrame frame = ClientFrame.newBuilder().setHello(hello).build();
        ServerFrame answer = connection
                .said(new Decoded.Frame<>(frame, unknownFields), System.nanoTime(), heardToo)
                .orElseThrow();
        if (!answer.hasWelcome()) {
            connection.close(CloseCode.OVERLOADED, "not welcomed in time");
            connection.cutOff();
        }
        return answer;
    }

    private static Answer answer(Optional<ServerFrame> said) {
        if (said.isEmpty()) {
            return Answer.noContent();
        }
        ServerFrame frame = said.get();
        Answer answer = Answer.bytes("application/json", FrameJson.encode(frame));
        if (!frame.hasError()) {
            return answer;
        }
        Error error = frame.getError();
        Answer refusal = answer.status(Problems.status(error.getCode()));
        return error.getRetryAfterMs() > 0
                ? refusal.header("Retry-After", Long.toString(Math.ceilDiv(error.getRetryAfterMs(), 1000)))
                : refusal;
    }

    private Answer left(Call call) {
        HttpConnection connection = own(call, call.path("id"));
        connection.close(CloseCode.NORMAL, "");
        connection.cutOff();
        return Answer.noContent();
    }

    // ---- what clients hear ----

    private Answer events(Call call) throws InterruptedException {
        Duration wait = Duration.ofSeconds(call.query("wait", WAIT_SECONDS, 0, LONGEST_WAIT_SECONDS));
        Place place = place(call, Carrier.LONG_POLL);
        return Answer.streamed("application/json", out -> poll(place, wait, out));
    }

    private static void poll(Place place, Duration wait, OutputStream out) throws IOException {
        HttpConnection connection = place.connection();
        try (Reading reading = connection.read(Carrier.LONG_POLL, place.position())) {
            Batch batch = reading.next(System.nanoTime() + wait.toNanos());
            Closing how = batch.last() ? connection.how() : null;
            reading.write(out, EventStream.answer(connection.id(), reading.position(), batch, how), batch.events());
            if (batch.last()) {
                connection.cutOff();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Answer stream(Call call) throws InterruptedException {
        Place place = place(call, Carrier.SSE);
        return Answer.streamed("text/event-stream", out -> stream(place, out))
                .header("X-Accel-Buffering", "no"); // or nginx would keep the events until there are many
    }

    private void stream(Place place, OutputStream out) throws IOException {
        HttpConnection connection = place.connection();
        try (Reading reading = connection.read(Carrier.SSE, place.position())) {
            reading.write(out, EventStream.RETRY, List.of());
            boolean goesOn = true;
            while (goesOn) {
                goesOn = streamed(connection, reading, out);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether more comes on this stream. */
    private boolean streamed(HttpConnection connection, Reading reading, OutputStream out)
            throws IOException, InterruptedException {
        Batch batch =
                reading.next(System.nanoTime() + gateway.limits().heartbeat().toNanos());
        if (reading.displaced()) {
            return false;
        }
        if (!batch.events().isEmpty()) {
            reading.write(out, EventStream.events(connection.id(), batch), batch.events());
        }
        if (batch.last()) {
            reading.write(out, EventStream.close(connection.how()), List.of());
            connection.cutOff();
            return false;
        }
        if (batch.events().isEmpty()) {
            reading.write(out, EventStream.COMMENT, List.of());
        }
        return System.nanoTime() - connection.streamEnds() < 0;
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var end = new InterruptedIOException("the server stops");
        end.initCause(cause);
        return end;
    }

    // ---- which connection ----

    private Place place(Call call, Carrier carrier) throws InterruptedException {
        Optional<String> cursor =
                call.header(LAST_EVENT_ID).filter(id -> !id.isEmpty()).or(() -> call.text("cursor", MOST_CURSOR));
        return cursor.isPresent() ? place(call, cursor.get()) : new Place(begun(call, carrier), 0);
    }

    /** Whoever only listens has said hello with the token alone. */
    private HttpConnection begun(Call call, Carrier carrier) throws InterruptedException {
        HttpConnection connection = opened(call, carrier);
        try {
            ServerFrame answer = greeted(
                    connection, Hello.newBuilder().setToken(call.token()).build(), 0, true);
            if (answer.hasWelcome()) {
                return connection;
            }
            Error error = answer.getError();
            throw error.getRetryAfterMs() > 0
                    ? ApiException.later(error.getCode(), error.getMessage(), error.getRetryAfterMs())
                    : ApiException.of(error.getCode(), error.getMessage());
        } catch (Exchanges.TooManyAtOnce e) {
            throw new IllegalStateException("it is the first frame", e);
        }
    }

    /** The id alone stands for all that follows the welcome. */
    private Place place(Call call, String cursor) {
        int dot = cursor.indexOf('.');
        HttpConnection connection = own(call, dot < 0 ? cursor : cursor.substring(0, dot));
        long position = dot < 0 ? 0 : position(cursor.substring(dot + 1));
        if (!connection.log().given(position)) {
            throw badCursor();
        }
        if (!connection.log().reaches(position)) {
            throw ApiException.of(
                    ErrorCode.ERROR_CODE_CONFLICT,
                    "what follows this cursor is no longer kept: say hello again, with resume");
        }
        return new Place(connection, position);
    }

    private static long position(String digits) {
        if (!digits.matches("[0-9]{1,18}")) {
            throw badCursor();
        }
        return Long.parseLong(digits);
    }

    private static ApiException badCursor() {
        return ApiException.badField("cursor", "is none that was given");
    }

    private HttpConnection own(Call call, String id) {
        HttpConnection connection = connections
                .find(id)
                .orElseThrow(() -> ApiException.of(
                        ErrorCode.ERROR_CODE_NOT_FOUND, "this connection has ended: say hello again, with resume"));
        if (!connection.owner().equals(call.principal().key())) {
            throw ApiException.forbidden("this connection is not of this token's owner");
        }
        return connection;
    }

    private HttpConnection opened(Call call, Carrier carrier) {
        Handshake handshake = handshake(call);
        gateway.refusal(handshake).ifPresent(refused -> {
            gateway.events().handshakeRefused(refused.why());
            throw refused.problem();
        });
        return connections.open(handshake, call.principal().key(), carrier);
    }

    private static Handshake handshake(Call call) {
        return new Handshake(call.address(), call.host(), call.origin());
    }
}
