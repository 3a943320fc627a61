package io.kefu.kefuctl.load;

import io.kefu.kefuctl.load.wire.Codec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The conversations of a scene, and the connections of those who are in them. */
final class Cast {
    private static final String TEXT = "你好，我想问一下订单 20260714 什么时候发货？ Could you tell me when it ships, please?";
    private static final int SLOTS = 1 << 20;
    private static final int LEAST_SLOTS = 256;
    private static final int MOST_SLOTS = 1 << 14;

    /** What a connection is for whose frames no message waits. */
    private static final Object OVERHEARS = new Object();

    private final Scene scene;
    private final Loop loop;
    private final Link.Owner owner;
    private final List<Talk> talks = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    /** A connection that only listens, and the last number that it was told. */
    private static final class Listener {
        private long lastSeq;
    }

    /** {@code overhearing}: tokens of more connections that hear whatever they may. */
    Cast(Scene scene, List<String> overhearing, Loop loop, Link.Owner owner) {
        this.scene = scene;
        this.loop = loop;
        this.owner = owner;
        overhearing.forEach(token -> link(token).attachment = OVERHEARS);
        int ring = Math.clamp(
                Integer.highestOneBit(SLOTS / Math.max(1, scene.parts().size())), LEAST_SLOTS, MOST_SLOTS);
        Map<String, Link> agents = new HashMap<>();
        for (Scene.Part part : scene.parts()) {
            Link agent = part.agent().isEmpty() ? null : agents.computeIfAbsent(part.agent(), this::writer);
            talks.add(talk(part, agent, ring));
            part.listeners().forEach(token -> link(token).attachment = new Listener());
        }
    }

    private Talk talk(Scene.Part part, Link agent, int ring) {
        int index = talks.size();
        Author visitor = author(false, index, part, writer(part.visitor()), ring);
        return new Talk(index, part, visitor, agent == null ? null : author(true, index, part, agent, ring));
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
        Link link = new Link(loop, scene.server(), codec, Hello.of(codec, token), owner);
        links.add(link);
        return link;
    }

    List<Talk> talks() {
        return talks;
    }

    List<Link> links() {
        return links;
    }

    long inFlight() {
        return talks.stream().mapToLong(Talk::inFlight).sum();
    }

    static boolean overhears(Link link) {
        return OVERHEARS.equals(link.attachment);
    }

    /** Whether a message of that number came after all smaller ones, for whoever heard it. */
    static boolean inOrder(Link link, Talk talk, Author author, long seq) {
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
}
