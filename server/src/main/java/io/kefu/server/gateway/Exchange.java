package io.kefu.server.gateway;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One frame that came by a request of its own, whose answer goes out as the answer to that request. */
final class Exchange {
    private final ClientFrame frame;
    private final Thread thread = Thread.currentThread();
    private final CompletableFuture<EncodedFrame> answer = new CompletableFuture<>();

    private final boolean heardToo;

    /**
     * Begins on the thread that will handle the frame.
     *
     * @param frame the default one where its kind is unknown
     * @param heardToo whether a welcome answers and is heard as well
     */
    Exchange(ClientFrame frame, boolean heardToo) {
        this.frame = frame;
        this.heardToo = heardToo;
    }

    /** Takes this frame if it is what answers, so that it goes no other way; asked on the thread that sends it. */
    boolean takes(EncodedFrame candidate) {
        return answers(candidate)
                && answer.complete(candidate)
                && !(heardToo && candidate.frame().hasWelcome());
    }

    private boolean answers(EncodedFrame candidate) {
        return switch (candidate.kind()) {
            case WELCOME -> frame.hasHello();
            case ACK -> mine(candidate.frame().getAck().getClientMsgId());
            case PONG -> frame.hasPing() && handling();
            case ERROR -> handling() || mine(candidate.frame().getError().getClientMsgId());
            default -> false;
        };
    }

    /** What is said while this frame is handled, by the thread that handles it, is about this frame. */
    private boolean handling() {
        return thread.equals(Thread.currentThread());
    }

    private boolean mine(String clientMsgId) {
        return frame.hasSend()
                && !clientMsgId.isEmpty()
                && frame.getSend().getClientMsgId().equals(clientMsgId);
    }

    /** The connection has ended: nothing else will answer. */
    void ends(EncodedFrame error) {
        answer.complete(error);
    }

    /** Whether an answer always comes, after the frame has been handled without a fault. */
    boolean answered() {
        return answer.isDone()
                || frame.hasHello()
                || frame.hasSend()
                || frame.getFrameCase() == ClientFrame.FrameCase.FRAME_NOT_SET;
    }

    /** Empty when none came in time. */
    Optional<ServerFrame> await(Duration most) throws InterruptedException {
        try {
            return Optional.of(answer.get(most.toNanos(), TimeUnit.NANOSECONDS).frame());
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer never fails", e);
        }
    }
}
