package io.kefu.kefuctl.load;

import io.kefu.kefuctl.load.wire.Codec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Visitors who are there and say nothing: they connect, answer pings, and come back all at once when told to. One that is
 * turned away tries again after a time of its own, and one that is told to leave leaves when it is told to, as the clients of
 * this project do.
 */
public final class Crowd implements AutoCloseable, Link.Owner {
    /** Handshakes under way while it grows at its own pace; a storm has no such bound. */
    private static final int UNDER_WAY = 512;

    private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MOST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1_000);

    private final InetSocketAddress to;
    private final InetSocketAddress from;
    private final Loop loop;
    private final List<Link> all = new ArrayList<>();
    private final Deque<Link> toConnect = new ArrayDeque<>();
    private final PriorityQueue<Again> again = new PriorityQueue<>();
    private final SplittableRandom random = new SplittableRandom();
    private final Moves moves;
    private Arrivals arrivals = new Arrivals();
    private boolean arriving;
    private int underWay;
    private long lost;

    private record Again(Link link, long at) implements Comparable<Again> {
        @Override
        public int compareTo(Again other) {
            return Long.compare(at - other.at, 0);
        }
    }

    /** Of visitors with these tokens; {@code number} tells this process from others that reach the same server. */
    public Crowd(URI server, Codec codec, List<String> tokens, int number) throws IOException {
        this.to = Address.of(server);
        this.from = source(to, number);
        this.moves = new Moves(to, from);
        this.loop = new Loop(new FrameScan(codec, MessageId.newRun()));
        for (String token : tokens) {
            all.add(new Link(loop, server, codec, Hello.of(codec, token), this));
        }
    }

    /** On the loopback network each process has an address, and so all ports, of its own. */
    private static InetSocketAddress source(InetSocketAddress to, int number) throws IOException {
        byte[] own = {127, 0, (byte) (number / 250), (byte) (1 + number % 250)};
        boolean four = to.getAddress().getAddress().length == own.length;
        return number > 0 && four && to.getAddress().isLoopbackAddress()
                ? new InetSocketAddress(InetAddress.getByAddress(own), 0)
                : null;
    }

    /** Has those who are not there connect, so many a second, and waits for all of them; at most so long. */
    public Arrivals.Report arrive(int upTo, int perSecond, long mostNanos) throws IOException {
        arrivals = new Arrivals();
        toConnect.clear();
        all.subList(0, Math.min(upTo, all.size())).stream()
                .filter(link -> !link.isLive())
                .forEach(toConnect::add);
        return connect(perSecond, UNDER_WAY, mostNanos);
    }

    /** All leave, and all come back at that moment; ends when all are welcomed, at most after so long. */
    public Arrivals.Report storm(long mostNanos) throws IOException {
        arrivals = new Arrivals();
        toConnect.clear();
        moves.forget();
        for (Link link : all) {
            if (link.isLive()) {
                link.abort();
                toConnect.add(link);
            }
        }
        return connect(Integer.MAX_VALUE, Integer.MAX_VALUE, mostNanos);
    }

    private Arrivals.Report connect(int perSecond, int atOnce, long mostNanos) throws IOException {
        int wanted = toConnect.size();
        long begun = System.nanoTime();
        long begunConnecting = 0;
        arriving = true;
        underWay = 0;
        arrivals.begin(begun);
        while (arrivals.welcomed() < wanted && System.nanoTime() - begun < mostNanos) {
            long now = System.nanoTime();
            while (!again.isEmpty() && again.peek().at() - now <= 0) {
                toConnect.addFirst(again.remove().link());
                begunConnecting--;
            }
            long due = perSecond == Integer.MAX_VALUE ? Long.MAX_VALUE : (now - begun) / 1_000_000 * perSecond / 1_000;
            for (int some = 0;
                    !toConnect.isEmpty() && underWay < atOnce && begunConnecting < due && some < 64;
                    some++) {
                underWay++;
                begunConnecting++;
                toConnect.remove().connect(to, from);
            }
            moves.step(now);
            loop.step(toConnect.isEmpty() || begunConnecting >= due ? 1 : 0);
        }
        arriving = false;
        again.clear();
        return arrivals.report(wanted);
    }

    /** Stays for so long and answers pings; who is told to leave does so and comes again. */
    public void hold(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            moves.step(System.nanoTime());
            loop.step(10);
        }
    }

    /** How often one that was told to leave was welcomed again. */
    public long moved() {
        return moves.made();
    }

    /** Connections that ended after they were welcomed, and not by a storm. */
    public long lost() {
        return lost;
    }

    public int live() {
        return (int) all.stream().filter(Link::isLive).count();
    }

    @Override
    public void live(Link link) {
        if (moves.welcomed(link)) {
            return;
        }
        underWay--;
        arrivals.welcomed(System.nanoTime());
    }

    @Override
    public void frame(Link link, FrameScan seen) {
        if (seen.kind() == FrameScan.Kind.GOAWAY) {
            moves.told(link, seen.leaveAfterMillis(), System.nanoTime());
        }
    }

    @Override
    public void ended(Link link, String why) {
        if (moves.ended(link, System.nanoTime())) {
            return;
        }
        if (arriving) {
            underWay--;
            arrivals.refused(why);
            again.add(new Again(link, System.nanoTime() + random.nextLong(LEAST_PAUSE, MOST_PAUSE)));
        } else {
            lost++;
        }
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
