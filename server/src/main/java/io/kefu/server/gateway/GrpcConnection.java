package io.kefu.server.gateway;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Pong;
import io.kefu.protocol.v1.ServerFrame;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of {@code kefu.v1.Chat/Connect}. The thread that the web server gives to the call is its reader; the writer is
 * another that exists only while there is something to write. gRPC hides the pings of HTTP/2, so a heartbeat is a {@code
 * pong} without a nonce, and a client answers it by whatever it has to say, such as a {@code ping}.
 *
 * <p>The web server does not tell a call that its TCP connection is gone: the next write does, and then the reader is
 * woken from its wait, which would have no end.
 */
final class GrpcConnection extends WebSocketConnection {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcConnection.class);

    /** The trailer that tells how it ended. */
    static final Metadata.Key<String> CLOSE_CODE = Metadata.Key.of("kefu-close-code", Metadata.ASCII_STRING_MARSHALLER);

    private static final byte[] HEARTBEAT =
            ServerFrame.newBuilder().setPong(Pong.getDefaultInstance()).build().toByteArray();

    private final ServerCall<byte[], byte[]> call;
    private final SocketWait readWait = new SocketWait();
    private final SocketWait writeWait = new SocketWait();
    private final ReentrantLock turn = new ReentrantLock(); // of the room above
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long writeBegan; // 0 while no write is under way

    GrpcConnection(Gateway gateway, Handshake handshake, ServerCall<byte[], byte[]> call) {
        super(gateway, handshake, new Agreed(Encoding.PROTO, false));
        this.call = call;
    }

    @Override
    public String transport() {
        return "grpc";
    }

    /** On the call's own thread. */
    void begin() {
        call.sendHeaders(new Metadata());
        turn.lock(); // who closes it meanwhile tells the room above afterwards
        try {
            opened();
        } finally {
            turn.unlock();
        }
        heartbeat.listening(true);
        call.request(Integer.MAX_VALUE); // one is handled before the next is read: no demand needs to be told
        readWait.begin();
    }

    // ---- reading ----

    ServerCall.Listener<byte[]> heard() {
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] payload) {
                received(payload);
            }

            @Override
            public void onHalfClose() {
                close(CloseCode.NORMAL, "");
            }

            @Override
            public void onCancel() {
                if (open()) {
                    gateway.events().peerReset(GrpcConnection.this);
                }
                end();
            }
        };
    }

    /** While the room above works, nothing more is read of this call. */
    private void received(byte[] payload) {
        readWait.end();
        heartbeat.listening(false);
        long now = System.nanoTime();
        heartbeat.heard(now);
        turn.lock();
        try {
            if (open()) {
                told(Encoding.PROTO.decode(payload), now);
            }
        } catch (BadFrameException e) {
            gateway.events().badFrame(this, e.reason());
            close(CloseCode.BAD_FRAME, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("connection={} a frame's handling failed", id(), e);
            close(CloseCode.INTERNAL_ERROR, "internal error " + id());
        } finally {
            turn.unlock();
            heartbeat.listening(true);
            readWait.begin();
        }
    }

    private void told(Decoded<ClientFrame> decoded, long received) {
        switch (decoded) {
            case Decoded.Frame<ClientFrame>(ClientFrame frame, int unknown) -> {
                if (unknown > 0) {
                    gateway.events().unknownFields(this, unknown);
                }
                listener().onFrame(frame, unknown, received);
            }
            case Decoded.UnknownKind<ClientFrame>(String kind) -> listener().onUnknownKind(kind);
        }
    }

    // ---- writing ----

    @Override
    void startWriter() {
        Thread.startVirtualThread(this::drain);
    }

    private void drain() {
        int merge = gateway.limits().mergeBytes();
        try {
            for (OutboundBatch batch = queue.take(merge); batch != null; batch = queue.take(merge)) {
                write(batch);
                queue.written(batch);
                tell(batch);
                if (batch.closes()) {
                    end();
                }
            }
        } catch (RuntimeException e) { // the web server's own, by kind of failure; the peer is gone either way
            LOG.debug("connection={} write failed", id(), e);
            end();
            hangUp();
        }
    }

    private void write(OutboundBatch batch) {
        writeBegan = System.nanoTime() | 1; // never 0
        writeWait.begin();
        try {
            for (OutboundFrame frame = batch.first(); frame != null; frame = frame.next) {
                write(frame);
            }
        } finally {
            writeWait.end();
            writeBegan = 0;
        }
    }

    private void write(OutboundFrame frame) {
        switch (frame.opcode) {
            case Opcode.CLOSE -> hangUp();
            case Opcode.PING, Opcode.PONG -> call.sendMessage(HEARTBEAT);
            default -> call.sendMessage(frame.payload);
        }
    }

    /** Ends the call with what there is to tell; does nothing where that was done or the peer is gone. */
    private void hangUp() {
        Closing how = how();
        Metadata trailers = new Metadata();
        trailers.put(CLOSE_CODE, Integer.toString(how.code()));
        try {
            call.close(status(how.code()).withDescription(how.reason()), trailers);
        } catch (RuntimeException e) {
            LOG.debug("connection={} the call cannot be ended any more", id(), e);
        }
    }

    private static Status status(int code) {
        return switch (CloseCode.error(code)) {
            case ERROR_CODE_BAD_REQUEST, ERROR_CODE_TOO_LARGE, ERROR_CODE_UNSUPPORTED_TYPE -> Status.INVALID_ARGUMENT;
            case ERROR_CODE_UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case ERROR_CODE_FORBIDDEN -> Status.PERMISSION_DENIED;
            case ERROR_CODE_CONFLICT -> Status.ABORTED;
            case ERROR_CODE_RATE_LIMITED, ERROR_CODE_OVERLOADED -> Status.RESOURCE_EXHAUSTED;
            case ERROR_CODE_UNAVAILABLE -> Status.UNAVAILABLE;
            case ERROR_CODE_NOT_FOUND -> code == CloseCode.NORMAL ? Status.OK : Status.DEADLINE_EXCEEDED;
            default -> Status.INTERNAL;
        };
    }

    // ---- its end ----

    @Override
    long writingSince() {
        return writeBegan;
    }

    @Override
    long longestLook() {
        return gateway.limits().stuckWrite().dividedBy(4).toNanos();
    }

    @Override
    public void cutOff() {
        writeWait.wake();
        readWait.wake();
        Thread.startVirtualThread(this::end);
    }

    /** Once: nothing is written or heard any more. */
    private void end() {
        lost();
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        queue.abandon();
        gateway.closed(this, how().code());
        Thread.startVirtualThread(() -> {
            turn.lock(); // after the frame that is being handled
            try {
                tellClosed();
            } finally {
                turn.unlock();
            }
        });
        gateway.timers()
                .add(this, System.nanoTime() + gateway.limits().closeWait().toNanos());
    }
}
