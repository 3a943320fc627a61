package io.kefu.storage.watermark;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An offset that one thread moves forward and others wait for. Moving it costs two volatile accesses unless it passes what
 * someone waits for: a waiter for a full batch does not wake, and does not slow the mover, at every step before.
 */
public final class Watermark {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passed = lock.newCondition();
    private final TreeMap<Long, Integer> awaited = new TreeMap<>();
    private volatile long mark;
    private volatile long lowestAwaited = Long.MAX_VALUE;

    public Watermark(long mark) {
        this.mark = mark;
    }

    public long get() {
        return mark;
    }

    public void moveTo(long newMark) {
        mark = newMark;
        if (newMark > lowestAwaited) {
            wake();
        }
    }

    private void wake() {
        lock.lock();
        try {
            passed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the mark is above an offset, at most for the given time.
     *
     * @return whether it is above it now
     */
    public boolean awaitBeyond(long offset, Duration atMost) throws InterruptedException {
        if (mark > offset) {
            return true;
        }
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            enlist(offset, 1);
            try {
                while (mark <= offset && left > 0) {
                    left = passed.awaitNanos(left);
                }
                return mark > offset;
            } finally {
                enlist(offset, -1);
            }
        } finally {
            lock.unlock();
        }
    }

    private void enlist(long offset, int change) {
        awaited.merge(offset, change, (old, by) -> old + by == 0 ? null : old + by);
        lowestAwaited = awaited.isEmpty() ? Long.MAX_VALUE : awaited.firstKey();
    }
}
