package io.kefu.server.gateway;

import io.kefu.server.gateway.OutboundQueue.Offer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What one client that comes by HTTP requests is to hear, each frame with its position: 1, 2, 3 … An answer may be lost on
 * its way, so what was written stays until the client's next cursor says that it came. Both parts are bounded in bytes:
 * what waits, and what was written.
 */
final class EventLog {
    /** One frame; its position may be greater than the one before by more than one, where a frame was dropped. */
    record Event(long position, OutboundFrame frame) {}

    /** Some of it; {@code last}: nothing comes after these any more. */
    record Batch(List<Event> events, boolean last) {
        static final Batch NOTHING = new Batch(List.of(), false);
    }

    private final int bound;
    private final int kept;
    private final Runnable dropped;
    private final ArrayDeque<Event> events = new ArrayDeque<>(); // the written ones first
    private long last; // the newest position
    private long given; // the newest position that a client may have, whatever became of the write
    private long written; // the newest position that is with the kernel
    private long forgotten; // the newest position that can no longer be had
    private long waitingBytes;
    private long writtenBytes;
    private boolean closed;

    /**
     * @param bound bytes that may wait
     * @param kept bytes that stay though they were written, the newest frame always
     * @param dropped told of each droppable frame that is not taken, or thrown out again; must be quick
     */
    EventLog(int bound, int kept, Runnable dropped) {
        this.bound = bound;
        this.kept = kept;
        this.dropped = dropped;
    }

    synchronized Offer offer(OutboundFrame frame) {
        if (closed) {
            return Offer.CLOSED;
        }
        long limit = frame.droppable ? bound / 2 : bound;
        if (waitingBytes + frame.cost() > limit) {
            if (frame.droppable) {
                dropped.run();
                return Offer.DROPPED;
            }
            dropDroppable();
            if (waitingBytes + frame.cost() > limit) {
                return Offer.OVERFLOW;
            }
        }
        last++;
        events.addLast(new Event(last, frame));
        waitingBytes += frame.cost();
        notifyAll();
        return Offer.QUEUED;
    }

    /** Takes nothing more; {@code discard}: what waits is gone, too. */
    synchronized void close(boolean discard) {
        closed = true;
        if (discard) {
            events.clear();
            waitingBytes = 0;
            writtenBytes = 0;
        }
        notifyAll();
    }

    /** Whoever waits looks again. */
    synchronized void wake() {
        notifyAll();
    }

    /** Whether a client that has all up to here can go on from here. */
    synchronized boolean reaches(long position) {
        return position >= forgotten;
    }

    /** Whether a client can have this position at all. */
    synchronized boolean given(long position) {
        return position <= given;
    }

    /** These are about to be written: from now on the client may have any of them, even if the write breaks. */
    synchronized void giving(List<Event> batch) {
        if (!batch.isEmpty()) {
            given = Math.max(given, batch.getLast().position());
        }
    }

    /** The client has all up to here. Gives those of which no write has returned, {@link #written} will not. */
    synchronized List<OutboundFrame> received(long position) {
        long upTo = Math.min(position, given);
        List<OutboundFrame> fresh = new ArrayList<>();
        while (!events.isEmpty() && events.peekFirst().position() <= upTo) {
            Event event = events.removeFirst();
            if (event.position() <= written) {
                writtenBytes -= event.frame().cost();
            } else {
                waitingBytes -= event.frame().cost();
                fresh.add(event.frame());
            }
        }
        written = Math.max(written, upTo);
        forgotten = Math.max(forgotten, upTo);
        return fresh;
    }

    /** What comes after this position, at most {@code most} bytes or one frame. */
    synchronized Batch after(long position, int most) {
        List<Event> some = new ArrayList<>();
        int bytes = 0;
        for (Event event : events) {
            if (event.position() > position) {
                bytes += event.frame().cost();
                if (!some.isEmpty() && bytes > most) {
                    return new Batch(some, false);
                }
                some.add(event);
            }
        }
        return new Batch(some, closed);
    }

    /** Waits until something comes after this position, nothing ever will, it is over, or the deadline. */
    synchronized void await(long position, long deadlineNanos, BooleanSupplier over) throws InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        while (left > 0 && !closed && !over.getAsBoolean() && nothingAfter(position)) {
            wait(left / 1_000_000 + 1);
            left = deadlineNanos - System.nanoTime();
        }
    }

    private boolean nothingAfter(long position) {
        return events.isEmpty() || events.peekLast().position() <= position;
    }

    /** These are with the kernel: they wait no more, and stay for a while. Gives those that were not so before. */
    synchronized List<OutboundFrame> written(List<Event> batch) {
        long upTo = batch.isEmpty() ? written : batch.getLast().position();
        List<OutboundFrame> fresh = new ArrayList<>();
        for (Event event : batch) {
            if (event.position() > written) {
                fresh.add(event.frame());
            }
        }
        for (Event event : events) {
            if (event.position() > written && event.position() <= upTo) {
                waitingBytes -= event.frame().cost();
                writtenBytes += event.frame().cost();
            }
        }
        written = Math.max(written, upTo);
        given = Math.max(given, written);
        trim();
        return fresh;
    }

    private void trim() {
        while (writtenBytes > kept && events.size() > 1 && second().position() <= written) {
            Event oldest = events.removeFirst();
            writtenBytes -= oldest.frame().cost();
            forgotten = oldest.position();
        }
    }

    private Event second() {
        Iterator<Event> all = events.iterator();
        all.next();
        return all.next();
    }

    /** Bytes that wait, with 32 bytes of overhead a frame. */
    synchronized long bytes() {
        return waitingBytes;
    }

    private void dropDroppable() {
        events.removeIf(event -> {
            boolean goes = event.position() > written && event.frame().droppable;
            if (goes) {
                waitingBytes -= event.frame().cost();
                dropped.run();
            }
            return goes;
        });
    }
}
