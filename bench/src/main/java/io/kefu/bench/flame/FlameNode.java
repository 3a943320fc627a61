package io.kefu.bench.flame;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A method in a place of the stack, and how much was sampled there and above it. */
public final class FlameNode {
    private final String name;
    private final Map<String, FlameNode> callees = new TreeMap<>();
    private long weight;

    FlameNode(String name) {
        this.name = name;
    }

    /** One sample, from the outermost method to the innermost, and what it stands for. */
    void add(List<String> methods, long worth) {
        weight += worth;
        FlameNode at = this;
        for (String method : methods) {
            at = at.callees.computeIfAbsent(method, FlameNode::new);
            at.weight += worth;
        }
    }

    /** With its package. */
    String name() {
        return name;
    }

    /** What all samples here stand for: nanoseconds, when they are of processor time. */
    public long weight() {
        return weight;
    }

    /** In the order of their names, so that two pictures can be compared. */
    Collection<FlameNode> callees() {
        return callees.values();
    }
}
