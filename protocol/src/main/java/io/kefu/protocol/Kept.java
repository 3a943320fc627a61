package io.kefu.protocol;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/** A few that are not in use: each has memory outside the heap. */
record Kept<T>(BlockingQueue<T> idle, Supplier<T> make) {
    private static final int MOST = 8;

    Kept(Supplier<T> make) {
        this(new ArrayBlockingQueue<>(MOST), make);
    }

    T take() {
        T kept = idle.poll();
        return kept == null ? make.get() : kept;
    }

    /** False: there are enough, and the caller is to free it. */
    boolean keep(T one) {
        return idle.offer(one);
    }
}
