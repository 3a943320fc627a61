package io.kefu.kefuctl.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has conversations go on, all from one thread. In a closed loop each has so many messages on the way, and whoever got one
 * writes the next. In an open loop messages are due at an even rate whatever the server does, and their latency counts from
 * when they were due: a server that stalls cannot hide it by being asked less (coordinated omission). A server that leaves
 * ({@code goaway}) is followed to where it lets its clients go.
 */
public final class Generator implements AutoCloseable, Link.Owner {
    private static final long CONNECTED_WITHIN = TimeUnit.SECONDS.toNanos(60);
    private static final long MOVED_WITHIN = TimeUnit.SECONDS.toNanos(120);
    private static final long AGAIN_AFTER = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long SPIN_BELOW = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int AT_ONCE = 256;

    private final Loop loop;
    private final Cast cast;
    private final List<Talk> talks;
    private final InetSocketAddress server;
    private final Moves moves;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Stretch stretch = new Stretch(0);
    private String broken;
    private boolean sending;
    private boolean closed;
    private long doubled;
    private long reordered;
    private long refused;
    private long now;

    /** A message that could not go out is due then. */
    private record Waiting(Talk talk, Author author, long at) {}

    private Generator(Scene scene, List<String> overhearing) throws IOException {
        this.loop = new Loop(new FrameScan(scene.codec(), scene.run()));
        this.cast = new Cast(scene, overhearing, loop, this);
        this.talks = cast.talks();
        this.server = Address.of(scene.server());
        this.moves = new Moves(server, null);
    }

    /** Connects everyone and waits until all are welcomed. */
    public static Generator connect(Scene scene) throws IOException {
        return connect(scene, List.of());
    }

    /** With more connections that hear whatever they may, such as supervisors'; no message waits for them. */
    public static Generator connect(Scene scene, List<String> overhearing) throws IOException {
        Generator generator = new Generator(scene, overhearing);
        boolean done = false;
        try {
            generator.connectAll();
            done = true;
            return generator;
        } finally {
            if (!done) {
                generator.close();
            }
        }
    }

    private void connectAll() throws IOException {
        List<Link> links = cast.links();
        long deadline = System.nanoTime() + CONNECTED_WITHIN;
        for (int from = 0; from < links.size(); from += AT_ONCE) {
            List<Link> some = links.subList(from, Math.min(links.size(), from + AT_ONCE));
            for (Link link : some) {
                link.connect(server, null);
            }
            while (!some.stream().allMatch(Link::isLive)) {
                step(10);
                if (System.nanoTime() > deadline) {
                    throw new LoadException(
                            "not all of " + links.size() + " connections were welcomed within a minute");
                }
            }
        }
    }

    /** So many on the way in each conversation. */
    public Result closed(int inFlight, long nanos) throws IOException {
        begin(true);
        stretch = new Stretch(nanos);
        now = System.nanoTime();
        for (Talk talk : talks) {
            for (int i = talk.inFlight(); i < inFlight; i++) {
                Author author = i % 2 == 0 || talk.agent == null ? talk.visitor : talk.agent;
                send(talk, author, now);
            }
        }
        while (now - stretch.begun() < nanos) {
            sendRefused();
            step(1);
        }
        return stretch.result();
    }

    /** So many a second from all together. */
    public Result open(double perSecond, long nanos) throws IOException {
        begin(false);
        stretch = new Stretch(nanos);
        long each = Math.max(1, (long) (TimeUnit.SECONDS.toNanos(1) / perSecond));
        long due = stretch.begun();
        int turn = 0;
        now = due;
        while (now - stretch.begun() < nanos) {
            int full = 0;
            while (due <= now && full < talks.size() && moves.none()) {
                Talk talk = talks.get(turn % talks.size());
                boolean agents = talk.agent != null && turn / talks.size() % 2 == 1;
                turn = turn + 1 == Integer.MAX_VALUE ? 0 : turn + 1;
                if (talk.side(agents).send(due)) {
                    due += each;
                    full = 0;
                } else {
                    full++; // what is due waits, and its time counts
                }
            }
            long left = due - System.nanoTime();
            step(left > SPIN_BELOW ? TimeUnit.NANOSECONDS.toMillis(left - SPIN_BELOW / 2) : 0);
        }
        return stretch.result();
    }

    private void begin(boolean inAClosedLoop) {
        sending = true;
        closed = inAClosedLoop;
        waiting.clear();
    }

    /** Sends no more, and waits until everything on the way has been answered and delivered, at most so long. */
    public void drain(long atMostNanos) throws IOException {
        sending = false;
        long end = System.nanoTime() + atMostNanos;
        while (System.nanoTime() < end && (cast.inFlight() > 0 || !moves.none())) {
            step(1);
        }
    }

    /** Sends nothing for so long, and answers the server's pings. */
    public void rest(long nanos) throws IOException {
        sending = false;
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            step(10);
        }
    }

    /** To be asked after {@link #drain}. */
    public Tally tally() {
        long sent = 0;
        long undelivered = 0;
        for (Talk talk : talks) {
            for (Author author : talk.authors()) {
                sent += author.sent();
                undelivered += author.undelivered();
            }
        }
        return new Tally(sent, cast.inFlight() - undelivered, undelivered, doubled, reordered, refused);
    }

    /** Messages that were sent in the conversation that has the fewest. */
    public long fewest() {
        return talks.stream().mapToLong(Talk::sent).min().orElse(0);
    }

    /** How often a connection that was told to leave was welcomed again. */
    public long moved() {
        return moves.made();
    }

    List<Talk> talks() {
        return talks;
    }

    /** Connections that it holds. */
    public int connections() {
        return cast.links().size();
    }

    private void step(long waitMillis) throws IOException {
        loop.step(waitMillis);
        now = System.nanoTime();
        if (!moves.none()) {
            move();
        }
        if (broken != null) {
            throw new LoadException(broken);
        }
    }

    /** Nobody writes while some move; once all that is on the way has come nobody misses anything on leaving. */
    private void move() throws IOException {
        if (cast.inFlight() == 0) {
            moves.step(now);
        }
        if (moves.lasted(now) > MOVED_WITHIN) {
            broken = "not all who were told to leave were welcomed again within two minutes";
        }
    }

    private void send(Talk talk, Author author, long since) {
        if (!moves.none() || !author.send(since)) {
            waiting.add(new Waiting(talk, author, now + AGAIN_AFTER));
        }
    }

    private void sendRefused() {
        while (moves.none() && !waiting.isEmpty() && waiting.peek().at() <= now) {
            Waiting due = waiting.remove();
            send(due.talk(), due.author(), now);
        }
    }

    @Override
    public void live(Link link) {
        moves.welcomed(link); // whoever connects at the start asks for it
    }

    @Override
    public void ended(Link link, String why) {
        broken = moves.ended(link, System.nanoTime()) ? broken : why;
    }

    @Override
    public void frame(Link link, FrameScan seen) {
        if (seen.kind() == FrameScan.Kind.GOAWAY) {
            moves.told(link, seen.leaveAfterMillis(), System.nanoTime());
        }
        if (!seen.ours() || seen.talk() >= talks.size()) {
            return;
        }
        now = System.nanoTime();
        Talk talk = talks.get(seen.talk());
        Author author = talk.side(seen.fromAgent());
        switch (seen.kind()) {
            case ACK -> acknowledged(talk, author, seen);
            case MESSAGE -> delivered(link, talk, author, seen);
            case ERROR -> refused(talk, author, seen.number());
            case WELCOME, GOAWAY, OTHER -> {}
        }
    }

    private void acknowledged(Talk talk, Author author, FrameScan seen) {
        long number = seen.number();
        long since = author.since(number);
        Author.Heard heard = author.acknowledged(number, seen.seq(), talk.audience(author.agent));
        if (heard == Author.Heard.AGAIN) {
            doubled++;
            return;
        }
        reordered += author.inOrder(number) ? 0 : 1;
        stretch.acknowledged(now, since);
        if (heard == Author.Heard.ALL) {
            completed(talk, author, since);
        }
    }

    private void delivered(Link link, Talk talk, Author author, FrameScan seen) {
        if (Cast.overhears(link)) {
            stretch.delivered(now);
            return;
        }
        long number = seen.number();
        long since = author.since(number);
        Author.Heard heard = author.delivered(number, talk.audience(author.agent));
        if (heard == Author.Heard.AGAIN) {
            doubled++;
            return;
        }
        reordered += Cast.inOrder(link, talk, author, seen.seq()) ? 0 : 1;
        stretch.delivered(now);
        if (heard == Author.Heard.ALL) {
            completed(talk, author, since);
        }
    }

    private void completed(Talk talk, Author author, long since) {
        stretch.completed(now, since);
        if (sending && closed) {
            send(talk, talk.answering(author), now);
        }
    }

    private void refused(Talk talk, Author author, long number) {
        refused++;
        author.refused(number);
        if (sending && closed) {
            waiting.add(new Waiting(talk, author, now + AGAIN_AFTER));
        }
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
