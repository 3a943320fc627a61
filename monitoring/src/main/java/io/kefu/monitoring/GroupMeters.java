package io.kefu.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Queues, agents and assignments. Numbers that are set have one writer: the ledger of that group. */
public final class GroupMeters {
    private static final double RATING_WEIGHT = 0.05;

    private final Registration registration;
    private final GaugeFamily queue;
    private final GaugeFamily agents;
    private final GaugeFamily conversations;
    private final Map<String, Timer> queueWait = new ConcurrentHashMap<>();
    private final Map<String, Timer> firstResponse = new ConcurrentHashMap<>();
    private final Map<List<String>, Counter> assignments = new ConcurrentHashMap<>();
    private final Counter ruleErrors;
    private volatile Map<AgentStatus, Long> roster = Resolved.byEnum(AgentStatus.class, status -> 0L);
    private volatile double satisfaction = Double.NaN;

    GroupMeters(Registration registration) {
        this.registration = registration;
        queue = new GaugeFamily(registration, Catalogue.QUEUE_LENGTH);
        agents = new GaugeFamily(registration, Catalogue.AGENTS);
        conversations = new GaugeFamily(registration, Catalogue.CONVERSATIONS);
        for (LiveState state : LiveState.values()) {
            conversations.resolve(state.label());
        }
        ruleErrors = registration.counter(Catalogue.ROUTING_RULE_ERRORS);
        registration.gauge(Catalogue.SATISFACTION, () -> satisfaction);
    }

    public void queueLength(String group, long waiting) {
        queue.set(waiting, group);
    }

    /** A conversation left the group's queue. */
    public void queueWait(String group, Duration waited) {
        timer(queueWait, Catalogue.QUEUE_WAIT, group).record(waited);
    }

    /** A person's first message to a visitor who asked for one. */
    public void firstResponse(String group, Duration waited) {
        timer(firstResponse, Catalogue.FIRST_RESPONSE, group).record(waited);
    }

    private Timer timer(Map<String, Timer> timers, MeterSpec spec, String group) {
        return timers.computeIfAbsent(group, name -> registration.timer(spec, name));
    }

    public void agents(AgentStatus status, String group, long count) {
        agents.set(count, status.label(), group);
    }

    /** All agents, each once whatever its groups; for the live figures. */
    public void roster(long online, long away, long offline) {
        roster = Map.of(AgentStatus.ONLINE, online, AgentStatus.AWAY, away, AgentStatus.OFFLINE, offline);
    }

    /** A group that is no longer configured. Its counters stay until the next start. */
    public void groupRemoved(String group) {
        queue.remove(group);
        for (AgentStatus status : AgentStatus.values()) {
            agents.remove(status.label(), group);
        }
    }

    /** {@code n} conversations entered (positive) or left (negative) the state. */
    public void conversations(LiveState state, long n) {
        conversations.resolve(state.label()).add(n);
    }

    public void assignment(String rule, AssignmentResult result) {
        assignments
                .computeIfAbsent(
                        List.of(rule, result.label()),
                        key -> registration.counter(Catalogue.ASSIGNMENT, rule, result.label()))
                .increment();
    }

    public void routingRuleError() {
        ruleErrors.increment();
    }

    /** A visitor's rating, 1 to 5. */
    public synchronized void rating(int score) {
        satisfaction = Double.isNaN(satisfaction) ? score : satisfaction + RATING_WEIGHT * (score - satisfaction);
    }

    Map<String, Long> queueByGroup() {
        return queue.sumBy(0);
    }

    long queued() {
        return queue.sum();
    }

    Map<AgentStatus, Long> roster() {
        return roster;
    }

    Map<LiveState, Long> conversations() {
        return Resolved.byEnum(
                LiveState.class, state -> conversations.resolve(state.label()).sum());
    }
}
