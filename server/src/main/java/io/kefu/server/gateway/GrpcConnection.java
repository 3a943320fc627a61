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
 * One call of {@code kefu.v1.Chat/Connect}. The thread that the web server gives to the call is its reader. gRPC hides the
 * pings of HTTP/2, so a heartbeat is a {@code pong} without a nonce, and a client answers it by whatever it has to say, such
 * as a {@code ping}.
 *
 * <p>The web server does not tell a call that its TCP connection is gone: the next write does, and then the reader is
 * woken from its wait, which would have no end.
 */
final class GrpcConnection extends WaitingConnection {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcConnection.class);

    /** The trailer that tells how it ended. */
    static final Metadata.Key<String> CLOSE_CODE = Metadata.Key.of("kefu-close-code", Metadata.ASCII_STRING_MARSHALLER);

    private static final byte[] HEARTBEAT =
            ServerFrame.newBuilder().setPong(Pong.getDefaultInstance()).build().toByteArray();

    private final ServerCall<byte[], byte[]> call;
    private final ReentrantLock turn = new ReentrantLock(); // of the room above
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread reader = Thread.currentThread();
    private final boolean compresses;
    private final Runnable over;

    /**
     * Made on the thread that the web server gives to the call.
     *
     * @param compresses whether the client said that its messages may be compressed
     * @param over run once the call has ended
     */
    GrpcConnection(
            Gateway gateway, Handshake handshake, ServerCall<byte[], byte[]> call, boolean compresses, Runnable over) {
        super(gateway, handshake, new Agreed(Encoding.PROTO, false));
        this.call = call;
        this.compresses = compresses;
        this.over = over;
    }

    @Override
    public String transport() {
        return "grpc";
    }

    /** On the call's own thread. */
    void begin() {
        boolean begun = false;
        try {
            call.sendHeaders(new Metadata());
            admitted();
            begun = true;
        } finally {
            if (!begun) { // nobody is there any more, or the room above failed: the call counts no longer
                end();
            }
        }
        heartbeat.listening(true);
        call.request(Integer.MAX_VALUE); // one is handled before the next is read: no demand needs to be told
        readWait.begin();
    }

    private void admitted() {
        turn.lock(); // who closes it meanwhile tells the room above afterwards
        try {
            opened();
        } finally {
            turn.unlock();
        }
    }

    // ---- reading ----

    ServerCall.Listener<byte[]> heard() {
        return new ServerCall.Listener<>() {
            // The web server tells nobody of a call that was given up before it had this listener.
            @Override
            public void onReady() {
                if (call.isCancelled()) {
                    reset();
                }
            }

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
                if (Thread.currentThread().equals(reader)) {
                    unreadable();
                } else {
                    reset();
                }
            }
        };
    }

    /** The peer gave the call up; told once, by whichever thread notices first. */
    private void reset() {
        if (lost()) {
            gateway.events().peerReset(this);
        }
        end();
    }

    /**
     * The web server could not make a message of what came, which the call's own thread tells: it does not say why. A message
     * that is too long, or one that is compressed, which a client may do only where it said so.
     */
    private void unreadable() {
        int code = compresses ? CloseCode.UNSUPPORTED_DATA : CloseCode.TOO_BIG;
        String why = compresses ? "a message is compressed, or too large" : "a message is too large";
        if (close(code, why, false, gateway.limits().closeWait())) {
            gateway.events().protocolViolated(this, code);
        }
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
    void write(OutboundBatch batch) {
        for (OutboundFrame frame = batch.first(); frame != null; frame = frame.next) {
            write(frame);
        }
    }

    @Override
    void written(OutboundBatch batch) {
        if (batch.closes()) {
            end();
        }
    }

    @Override
    void writeFailed() {
        end();
        hangUp();
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
            call.close(status(how.code()).withDescription(StatusMessage.encoded(how.reason())), trailers);
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
    public void cutOff() {
        wake();
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
        Thread.startVirtualThread(this::leave);
        gateway.timers()
                .add(this, System.nanoTime() + gateway.limits().closeWait().toNanos());
    }

    /** Ending what carries the call waits for whatever is being written there: on a thread of its own, and last. */
    private void leave() {
        turn.lock(); // after the frame that is being handled
        try {
            tellClosed();
        } finally {
            turn.unlock();
            over.run();
        }
    }
}
