package io.kefu.kefuctl.load;

import java.util.List;

/** One conversation while it is under load: its two sides, of which the agent's may be missing. */
final class Talk {
    final int index;
    final Scene.Part part;
    final Author visitor;
    final Author agent;

    /** Who hears the visitor besides the agent. */
    final int listeners;

    Talk(int index, Scene.Part part, Author visitor, Author agent) {
        this.index = index;
        this.part = part;
        this.visitor = visitor;
        this.agent = agent;
        this.listeners = part.listeners().size();
    }

    Author side(boolean agents) {
        return agents ? agent : visitor;
    }

    /** Whoever answers the author: the other side, or the author again where there is none. */
    Author answering(Author author) {
        return agent == null ? visitor : author.equals(visitor) ? agent : visitor;
    }

    /** How many connections get each message of one side besides the acknowledgement. */
    int audience(boolean agents) {
        return agents ? 1 : listeners + (agent == null ? 0 : 1);
    }

    /** Those who write. */
    List<Author> authors() {
        return agent == null ? List.of(visitor) : List.of(visitor, agent);
    }

    int inFlight() {
        return visitor.inFlight() + (agent == null ? 0 : agent.inFlight());
    }

    long sent() {
        return visitor.sent() + (agent == null ? 0 : agent.sent());
    }
}
