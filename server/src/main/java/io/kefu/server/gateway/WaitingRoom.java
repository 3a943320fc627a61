package io.kefu.server.gateway;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where connections are before anybody can serve them: what a client says first waits, and with it all that it says after.
 * As many may wait as may be connected. Who has waited too long is told to come again.
 */
public final class WaitingRoom implements ConnectionListener.Factory {
    private static final long AGAIN_AFTER_MILLIS = 1_000;

    private final CompletableFuture<ConnectionListener.Factory> served = new CompletableFuture<>();
    private volatile Duration longest;

    /** @param longest that anybody waits */
    public WaitingRoom(Duration longest) {
        this.longest = longest;
    }

    /** From now on whoever comes waits for so long at most. */
    public void waitAtMost(Duration most) {
        longest = most;
    }

    /** From now on nobody waits any more: this makes the listeners, also of those who wait. */
    public void serve(ConnectionListener.Factory sessions) {
        served.complete(sessions);
    }

    @Override
    public ConnectionListener opened(Connection connection) {
        ConnectionListener.Factory sessions = served.getNow(null);
        return sessions == null ? new Waiter(connection) : sessions.opened(connection);
    }

    private final class Waiter implements ConnectionListener {
        private final Connection connection;
        private volatile ConnectionListener session; // null while it waits

        Waiter(Connection connection) {
            this.connection = connection;
        }

        @Override
        public boolean mayWait(ClientFrame frame) {
            ConnectionListener now = session;
            return now == null || now.mayWait(frame);
        }

        @Override
        public void onFrame(ClientFrame frame, int unknownFields, long receivedNanos) {
            if (session == null) {
                connection.greeted(); // it has said its first word: that nobody answers yet is not its fault
                session = awaited();
            }
            if (session == null) {
                connection.send(SessionFrames.error(
                        ErrorCode.ERROR_CODE_UNAVAILABLE, "the server is not there yet", "", AGAIN_AFTER_MILLIS));
                connection.close(CloseCode.OVERLOADED, "the server is not there yet");
            } else {
                session.onFrame(frame, unknownFields, receivedNanos);
            }
        }

        private ConnectionListener awaited() {
            try {
                return served.get(longest.toMillis(), TimeUnit.MILLISECONDS).opened(connection);
            } catch (TimeoutException | ExecutionException e) {
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public void onUnknownKind(String kind) {
            ConnectionListener now = session;
            if (now == null) {
                connection.close(CloseCode.NO_HELLO, "the first frame must be hello");
            } else {
                now.onUnknownKind(kind);
            }
        }

        @Override
        public void onClosed(int code, String reason) {
            ConnectionListener now = session;
            if (now != null) {
                now.onClosed(code, reason);
            }
        }
    }
}
