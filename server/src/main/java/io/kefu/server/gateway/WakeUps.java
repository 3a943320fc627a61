package io.kefu.server.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * Has one thread wake the loops once for many frames. To wake a loop is a system call, and on a machine with few processors
 * a change of threads: done for each frame it costs more than the frame.
 */
final class WakeUps {
    /** A loop begins with so many at the latest, while the rest is still being handed out. */
    private static final int MOST = 256;

    private static final ScopedValue<WakeUps> GATHERING = ScopedValue.newInstance();

    private final List<SocketLoop> loops = new ArrayList<>();
    private int frames;

    private WakeUps() {}

    /** Runs what sends; the loops wake when it is done, or has sent much. Whatever it throws comes out of here. */
    static void gather(Runnable sending) {
        if (GATHERING.isBound()) {
            sending.run();
            return;
        }
        WakeUps here = new WakeUps();
        try {
            ScopedValue.where(GATHERING, here).run(sending);
        } finally {
            here.wake();
        }
    }

    /** Whether the calling thread wakes this loop later. */
    static boolean later(SocketLoop loop) {
        if (!GATHERING.isBound()) {
            return false;
        }
        WakeUps here = GATHERING.get();
        if (!here.loops.contains(loop)) {
            here.loops.add(loop);
        }
        if (++here.frames >= MOST) {
            here.wake();
        }
        return true;
    }

    private void wake() {
        loops.forEach(SocketLoop::wake);
        loops.clear();
        frames = 0;
    }
}
