package io.kefu.kefuctl.load;

import io.kefu.kefuctl.load.wire.Codec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Has conversations go on, all from one thread. In a closed loop each has so many messages on the way, and whoever got one
 * writes the next. In an open loop messages are due at an even rate whatever the server does, and their latency counts from
 * when they were due: a server that stalls cannot hide it by being asked less (coordinated omission).
 */
public final class Generator implements AutoCloseable, Link.Owner {
    private static final String TEXT = "你好，我想问一下订单 20260714 什么时候发货？ Could you tell me when it ships, please?";
    private static final long CONNECTED_WITHIN = TimeUnit.SECONDS.toNanos(60);
    private static final long AGAIN_AFTER = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long SPIN_BELOW = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int SLOTS = 1 << 20;
    private static final int LEAST_SLOTS = 256;
    private static final int MOST_SLOTS = 1 << 14;
    private static final int AT_ONCE = 256;

    private static final Object OVERHEARS = new Object();

    private final Scene scene;
    private final Loop loop;
    private final List<Talk> talks = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Stretch stretch = new Stretch(0);
    private String broken;
    private boolean sending;
    private boolean closed;
    private long doubled;
    private long reordered;
    private long refused;
    private long now;

    /** A refused message's successor is due then. */
    private record Waiting(Talk talk, Author author, long at) {}

    /** A connection that only listens, and the last number that it was told. */
    private static final class Listener {
        private long lastSeq;
    }

    private Generator(Scene scene) throws IOException {
        this.scene = scene;
        this.loop = new Loop(new FrameScan(scene.codec(), scene.run()));
    }

    /** Connects everyone and waits until all are welcomed. */
    public static Generator connect(Scene scene) throws IOException {
        return connect(scene, List.of());
    }

    /** With more connections that hear whatever they may, such as supervisors'; no message waits for them. */
    public static Generator connect(Scene scene, List<String> overhearing) throws IOException {
        Generator generator = new Generator(scene);
        boolean done = false;
        try {
            overhearing.forEach(token -> generator.link(token).attachment = OVERHEARS);
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
        int each = Math.clamp(
                Integer.highestOneBit(SLOTS / Math.max(1, scene.parts().size())), LEAST_SLOTS, MOST_SLOTS);
        Map<String, Link> agents = new HashMap<>();
        for (Scene.Part part : scene.parts()) {
            int index = talks.size();
            Link agent = part.agent().isEmpty() ? null : agents.computeIfAbsent(part.agent(), this::writer);
            Author visitor = author(false, index, part, writer(part.visitor()), each);
            talks.add(new Talk(index, part, visitor, agent == null ? null : author(true, index, part, agent, each)));
            for (String token : part.listeners()) {
                Link listening = link(token);
                listening.attachment = new Listener();
            }
        }
        InetSocketAddress to = Address.of(scene.server());
        long deadline = System.nanoTime() + CONNECTED_WITHIN;
        for (int from = 0; from < links.size(); from += AT_ONCE) {
            List<Link> some = links.subList(from, Math.min(links.size(), from + AT_ONCE));
            for (Link link : some) {
                link.connect(to, null);
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

    private Author author(boolean agent, int index, Scene.Part part, Link link, int ring) {
        String first = MessageId.of(scene.run(), agent, index, 0);
        return new Author(agent, link, new Template(scene.codec(), first, part.conversation(), TEXT), ring);
    }

    private Link writer(String token) {
        Link link = link(token);
        link.keepRoom();
        return link;
    }

    private Link link(String token) {
        Codec codec = scene.codec();
        Link link = new Link(loop, scene.server(), codec, Hello.of(codec, token), this);
        links.add(link);
        return link;
    }

    /** So many on the way in each conversation. */
    public Result closed(int inFlight, long nanos) throws IOException {
        begin(true);
        stretch = new Stretch(nanos);
        now = System.nanoTime();
        for (Talk talk : talks) {
            int running = talk.visitor.inFlight() + (talk.agent == null ? 0 : talk.agent.inFlight());
            for (int i = running; i < inFlight; i++) {
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
            while (due <= now && full < talks.size()) {
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
        while (System.nanoTime() < end && inFlight() > 0) {
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

    private long inFlight() {
        return talks.stream()
                .mapToLong(talk -> talk.visitor.inFlight() + (talk.agent == null ? 0 : talk.agent.inFlight()))
                .sum();
    }

    /** To be asked after {@link #drain}. */
    public Tally tally() {
        long sent = 0;
        long undelivered = 0;
        for (Talk talk : talks) {
            for (Author author : authors(talk)) {
                sent += author.sent();
                undelivered += author.undelivered();
            }
        }
        return new Tally(sent, inFlight() - undelivered, undelivered, doubled, reordered, refused);
    }

    static List<Author> authors(Talk talk) {
        return talk.agent == null ? List.of(talk.visitor) : List.of(talk.visitor, talk.agent);
    }

    List<Talk> talks() {
        return talks;
    }

    /** Connections that it holds. */
    public int connections() {
        return links.size();
    }

    private void step(long waitMillis) throws IOException {
        loop.step(waitMillis);
        now = System.nanoTime();
        if (broken != null) {
            throw new LoadException(broken);
        }
    }

    private void send(Talk talk, Author author, long since) {
        if (!author.send(since)) {
            waiting.add(new Waiting(talk, author, now + AGAIN_AFTER));
        }
    }

    private void sendRefused() {
        while (!waiting.isEmpty() && waiting.peek().at() <= now) {
            Waiting due = waiting.remove();
            send(due.talk(), due.author(), now);
        }
    }

    @Override
    public void live(Link link) {
        // Whoever connects asks for it.
    }

    @Override
    public void ended(Link link, String why) {
        broken = why;
    }

    @Override
    public void frame(Link link, FrameScan seen) {
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
            case WELCOME, OTHER -> {}
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
        if (OVERHEARS.equals(link.attachment)) {
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
        reordered += inOrder(link, talk, author, seen.seq()) ? 0 : 1;
        stretch.delivered(now);
        if (heard == Author.Heard.ALL) {
            completed(talk, author, since);
        }
    }

    private static boolean inOrder(Link link, Talk talk, Author author, long seq) {
        if (link.attachment instanceof Listener listener) {
            boolean right = seq > listener.lastSeq;
            listener.lastSeq = Math.max(listener.lastSeq, seq);
            return right;
        }
        Author reader = talk.answering(author);
        boolean right = seq > reader.lastSeq;
        reader.lastSeq = Math.max(reader.lastSeq, seq);
        return right;
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
