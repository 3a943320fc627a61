package io.kefu.kefuctl.load.server;

import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.LoadException;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A server that runs already and goes on running: visitors come by its public API, and one agent has all conversations. */
public final class GivenServer implements Target {
    private final URI server;
    private final Rest rest;
    private final String agent;
    private final Optional<Gauge> gauge;

    private GivenServer(URI server, String agent, Optional<Gauge> gauge) {
        this.server = server;
        this.rest = new Rest(server);
        this.agent = agent;
        this.gauge = gauge;
    }

    /** Signs {@code agent} in; with an empty name nobody can answer or listen. */
    public static GivenServer of(URI server, String agent, String password, Optional<Gauge> gauge)
            throws IOException, InterruptedException {
        String token =
                agent.isEmpty() ? "" : new Rest(server).signIn(agent, password).token();
        return new GivenServer(server, token, gauge);
    }

    @Override
    public URI server() {
        return server;
    }

    @Override
    public List<String> visitors(int count) throws IOException, InterruptedException {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(rest.newVisitor().token());
        }
        return tokens;
    }

    @Override
    public List<Scene.Part> pairs(int count) throws IOException, InterruptedException {
        requireAgent();
        List<Scene.Part> parts = new ArrayList<>();
        for (String visitor : visitors(count)) {
            parts.add(Scene.Part.pair(claimed(visitor), visitor, agent));
        }
        return parts;
    }

    /** One only: the one agent's connections hear all conversations, so that of several none had listeners of its own. */
    @Override
    public List<Scene.Part> audiences(int count, int listeners) throws IOException, InterruptedException {
        requireAgent();
        if (count > 1) {
            throw new LoadException("one agent hears all groups: a server that runs already takes one group");
        }
        List<Scene.Part> parts = new ArrayList<>();
        for (String visitor : visitors(count)) {
            parts.add(new Scene.Part(claimed(visitor), visitor, "", Collections.nCopies(listeners, agent)));
        }
        return parts;
    }

    private void requireAgent() throws LoadException {
        if (agent.isEmpty()) {
            throw new LoadException("somebody has to answer or listen: name an agent of the server, --agent NAME");
        }
    }

    private String claimed(String visitor) throws IOException, InterruptedException {
        String conversation = FirstMessage.send(server, visitor);
        rest.post("/api/v1/conversations/" + conversation + "/claim", agent, Map.of());
        return conversation;
    }

    @Override
    public Optional<Gauge> gauge() {
        return gauge;
    }

    @Override
    public OptionalLong ownFigure() {
        return OptionalLong.empty();
    }

    @Override
    public long backlog() {
        return 0;
    }

    @Override
    public void settle() {
        // It is others' too: what it holds is left to it.
    }

    @Override
    public void close() {
        // It goes on running.
    }
}
