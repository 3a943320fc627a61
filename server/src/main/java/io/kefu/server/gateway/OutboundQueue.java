package io.kefu.server.gateway;

/**
 * What waits to be written to one connection: any number of senders, one writer at a time. Bounded in bytes; what the
 * writer has taken counts until it is written. An idle queue holds no buffer.
 *
 * <p>The writer is not always there: whoever gets {@link Offer#QUEUED_FIRST} (or true) must start one, and it ends when
 * {@link #take} gives null.
 */
final class OutboundQueue {
    /** What became of an offered frame. */
    enum Offer {
        QUEUED,
        /** Queued, and no writer runs: start one. */
        QUEUED_FIRST,
        /** Droppable, and not taken. */
        DROPPED,
        /** It does not fit, not even without the droppable frames. */
        OVERFLOW,
        CLOSED
    }

    private final int bound;
    private final Runnable dropped;
    private OutboundFrame head;
    private OutboundFrame tail;
    private OutboundFrame pong; // the latest: older ones need no answer any more (RFC 6455, section 5.5.3)
    private OutboundFrame close;
    private long bytes;
    private boolean writing;
    private boolean closing; // nothing more is accepted
    private boolean closed; // the close frame was written, or never will be

    /**
     * An empty queue.
     *
     * @param dropped told of each droppable frame that is not taken, or thrown out again; must be quick
     */
    OutboundQueue(int bound, Runnable dropped) {
        this.bound = bound;
        this.dropped = dropped;
    }

    synchronized Offer offer(OutboundFrame frame) {
        if (closing) {
            return Offer.CLOSED;
        }
        long limit = frame.droppable ? bound / 2 : bound;
        if (bytes + frame.cost() > limit) {
            if (frame.droppable) {
                dropped.run();
                return Offer.DROPPED;
            }
            dropDroppable();
            if (bytes + frame.cost() > limit) {
                return Offer.OVERFLOW;
            }
        }
        append(frame);
        return startWriter() ? Offer.QUEUED_FIRST : Offer.QUEUED;
    }

    /** A ping; at most one each heartbeat, so it is not held against the bound. True: start a writer. */
    synchronized boolean ping() {
        if (closing) {
            return false;
        }
        append(OutboundFrame.control(Opcode.PING, new byte[0]));
        return startWriter();
    }

    /** The answer to the latest ping. True: start a writer. */
    synchronized boolean pong(byte[] payload) {
        if (closing) {
            return false;
        }
        pong = OutboundFrame.control(Opcode.PONG, payload);
        return startWriter();
    }

    /**
     * Accepts nothing more; the close frame goes last.
     *
     * @param discard whether what waits is thrown away, so that the close frame is next
     * @return true: start a writer
     */
    synchronized boolean finish(byte[] closePayload, boolean discard) {
        if (closing) {
            return false;
        }
        closing = true;
        close = OutboundFrame.control(Opcode.CLOSE, closePayload);
        if (discard) {
            forget();
        }
        return startWriter();
    }

    /** What to write next, at most {@code merge} bytes or one frame; null: nothing, and the writer ends. */
    synchronized OutboundBatch take(int merge) {
        if (closed) {
            writing = false;
            return null;
        }
        OutboundFrame first = unlinkPong();
        OutboundFrame last = first;
        int length = first == null ? 0 : first.length();
        int cost = 0;
        while (head != null && (first == null || length + head.length() <= merge)) {
            OutboundFrame frame = head;
            head = frame.next;
            frame.next = null;
            length += frame.length();
            cost += frame.cost();
            if (last == null) {
                first = frame;
            } else {
                last.next = frame;
            }
            last = frame;
        }
        if (head == null) {
            tail = null;
            if (first == null && close != null) {
                OutboundFrame end = close;
                close = null;
                return new OutboundBatch(end, end.length(), 0, true);
            }
        }
        writing = first != null;
        return first == null ? null : new OutboundBatch(first, length, cost, false);
    }

    /** The batch is with the kernel. */
    synchronized void written(OutboundBatch batch) {
        bytes -= batch.cost();
        if (batch.closes()) {
            closed = true;
            notifyAll();
        }
    }

    /** The connection is gone: nothing more is accepted or given. */
    synchronized void abandon() {
        closing = true;
        closed = true;
        close = null;
        forget();
        notifyAll();
    }

    /** Waits until the close frame is written or never will be, at most until the deadline. */
    synchronized void awaitClosed(long deadlineNanos) throws InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        while (!closed && left > 0) {
            wait(left / 1_000_000 + 1);
            left = deadlineNanos - System.nanoTime();
        }
    }

    /** Whether the close frame was written, or never will be. */
    synchronized boolean ended() {
        return closed;
    }

    synchronized long bytes() {
        return bytes;
    }

    private boolean startWriter() {
        boolean start = !writing;
        writing = true;
        return start;
    }

    private void append(OutboundFrame frame) {
        if (tail == null) {
            head = frame;
        } else {
            tail.next = frame;
        }
        tail = frame;
        bytes += frame.cost();
    }

    private OutboundFrame unlinkPong() {
        OutboundFrame taken = pong;
        pong = null;
        return taken;
    }

    private void dropDroppable() {
        OutboundFrame frame = head;
        head = null;
        tail = null;
        while (frame != null) {
            OutboundFrame next = frame.next;
            frame.next = null;
            bytes -= frame.cost();
            if (frame.droppable) {
                dropped.run();
            } else {
                append(frame);
            }
            frame = next;
        }
    }

    private void forget() {
        for (OutboundFrame frame = head; frame != null; frame = frame.next) {
            bytes -= frame.cost();
        }
        head = null;
        tail = null;
        pong = null;
    }
}
