package io.kefu.kefuctl.load.http;

import io.kefu.kefuctl.load.Address;
import io.kefu.kefuctl.load.LoadException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Many keep-alive connections that call, all from one thread. In a closed loop each calls again once it is answered. In an open
 * loop calls are due at an even rate whatever the server does, go out on whichever connection is free, and their time counts
 * from when they were due (no coordinated omission).
 */
public final class Callers implements AutoCloseable, HttpLink.Owner {
    private static final long CONNECTED_WITHIN = TimeUnit.SECONDS.toNanos(30);
    private static final long ANSWERED_WITHIN = TimeUnit.SECONDS.toNanos(30);
    private static final long SPIN_BELOW = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int AT_ONCE = 128;

    private final HttpLoop loop = new HttpLoop();
    private final List<HttpLink> links = new ArrayList<>();
    private final Deque<HttpLink> idle = new ArrayDeque<>();
    private Counts counts = new Counts(List.of(), 0, 0);
    private String broken;

    private Callers() throws IOException {}

    /** So many connections, of each caller in turn; waits until all are connected. */
    public static Callers connect(URI server, List<Caller> callers, int connections) throws IOException {
        Callers all = new Callers();
        boolean done = false;
        try {
            all.connectAll(Address.of(server), callers, connections);
            done = true;
            return all;
        } finally {
            if (!done) {
                all.close();
            }
        }
    }

    private void connectAll(InetSocketAddress server, List<Caller> callers, int connections) throws IOException {
        long deadline = System.nanoTime() + CONNECTED_WITHIN;
        while (links.size() < connections) {
            int some = Math.min(connections, links.size() + AT_ONCE);
            while (links.size() < some) {
                HttpLink link = new HttpLink(loop, server, callers.get(links.size() % callers.size()), this);
                links.add(link);
                link.connect();
            }
            while (idle.size() < some) {
                step(10);
                if (System.nanoTime() - deadline > 0) {
                    throw new LoadException("not all of " + connections + " connections were made in time");
                }
            }
        }
    }

    /** Each connection calls again as soon as it is answered. */
    public Outcome closed(Shares shares, long nanos) throws IOException {
        long begun = begin(shares, nanos);
        long now = begun;
        while (now - begun < nanos) {
            while (!idle.isEmpty()) {
                idle.remove().ask(shares.next(), System.nanoTime());
            }
            step(1);
            now = System.nanoTime();
        }
        return drained();
    }

    /** So many calls a second of all together. */
    public Outcome open(Shares shares, double perSecond, long nanos) throws IOException {
        long each = Math.max(1, (long) (TimeUnit.SECONDS.toNanos(1) / perSecond));
        long begun = begin(shares, nanos);
        long due = begun;
        long now = begun;
        while (now - begun < nanos) {
            while (due - now <= 0 && !idle.isEmpty()) {
                idle.remove().ask(shares.next(), due);
                due += each;
            }
            long left = due - System.nanoTime();
            step(left > SPIN_BELOW ? TimeUnit.NANOSECONDS.toMillis(left - SPIN_BELOW / 2) : left > 0 ? 0 : 1);
            now = System.nanoTime();
        }
        return drained();
    }

    private long begin(Shares shares, long nanos) {
        long begun = System.nanoTime();
        counts = new Counts(shares.calls(), begun, begun + nanos);
        return begun;
    }

    /** Waits for what is still to be answered, and gives it up in the end: the next stretch begins with every connection idle. */
    private Outcome drained() throws IOException {
        long deadline = System.nanoTime() + ANSWERED_WITHIN;
        while (idle.size() < links.size() && System.nanoTime() - deadline < 0) {
            step(1);
        }
        for (HttpLink link : links) {
            if (link.asked()) {
                link.giveUp("not answered in " + TimeUnit.NANOSECONDS.toSeconds(ANSWERED_WITHIN) + " s");
            }
        }
        return counts.outcome();
    }

    private void step(long waitMillis) throws IOException {
        loop.step(waitMillis);
        if (broken != null) {
            throw new LoadException("the server cannot be reached: " + broken);
        }
    }

    @Override
    public void idle(HttpLink link) {
        idle.add(link);
    }

    @Override
    public void answered(HttpLink link, int status, long bytes) {
        counts.answered(link, status, bytes, System.nanoTime());
    }

    @Override
    public void failed(HttpLink link, String why) {
        counts.failed(link, why);
    }

    @Override
    public void lost(HttpLink link) {
        idle.remove(link);
    }

    @Override
    public void unreachable(String why) {
        broken = why;
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
