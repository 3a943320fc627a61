package io.kefu.server.testing;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.gateway.Connection;
import io.kefu.server.gateway.Encoding;
import io.kefu.server.gateway.Handshake;
import io.kefu.server.gateway.Written;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A connection without a wire: what is sent on it can be looked at. */
public final class TestConnection implements Connection {

    private static final Handshake LOCAL = new Handshake("127.0.0.1", "kefu.test", Optional.empty());

    /** Bytes that wait for a slow client. */
    public volatile long queued;

    private final String id;
    private final List<ServerFrame> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ServerFrame> unread = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private volatile Object session;

    public TestConnection(String id) {
        this.id = id;
    }

    /** The next frame for which this holds, within a minute. */
    public ServerFrame await(Predicate<ServerFrame> condition) {
        try {
            ServerFrame frame = unread.poll(60, TimeUnit.SECONDS);
            while (frame != null && !condition.test(frame)) {
                frame = unread.poll(60, TimeUnit.SECONDS);
            }
            if (frame == null) {
                throw new AssertionError("such a frame was not sent; these were: " + all);
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** All that was sent. */
    public List<ServerFrame> frames() {
        return List.copyOf(all);
    }

    /** The code with which it was closed; waits for it. */
    public int awaitClose() {
        return closeCode.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String transport() {
        return "test";
    }

    @Override
    public Encoding encoding() {
        return Encoding.PROTO;
    }

    @Override
    public Handshake handshake() {
        return LOCAL;
    }

    @Override
    public boolean send(EncodedFrame frame, Written written) {
        if (!open()) {
            return false;
        }
        all.add(frame.frame());
        unread.add(frame.frame());
        if (written != null) {
            written.written(this, frame, System.nanoTime());
        }
        return true;
    }

    @Override
    public boolean sendDroppable(EncodedFrame frame) {
        return send(frame);
    }

    @Override
    public void close(int code, String reason) {
        closeCode.complete(code);
    }

    @Override
    public boolean open() {
        return !closeCode.isDone();
    }

    @Override
    public long queuedBytes() {
        return queued;
    }

    @Override
    public void greeted() {}

    @Override
    public void attach(Object attached) {
        session = attached;
    }

    @Override
    public <T> T session(Class<T> type) {
        return type.isInstance(session) ? type.cast(session) : null;
    }
}
