package io.kefu.storage.journal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The journal's end, and waiting for it to move. A commit pays for the waiting only when someone waits. */
final class CommitSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long end;
    private final AtomicInteger waiting = new AtomicInteger();

    CommitSignal(long end) {
        this.end = end;
    }

    long end() {
        return end;
    }

    void moveTo(long newEnd) {
        end = newEnd;
        if (waiting.get() > 0) {
            wake();
        }
    }

    private void wake() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitBeyond(long offset, Duration atMost) throws InterruptedException {
        if (end > offset) {
            return true;
        }
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            waiting.incrementAndGet();
            while (end <= offset && left > 0) {
                left = moved.awaitNanos(left);
            }
            return end > offset;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }
}
