package io.kefu.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.AgentStatus;
import io.kefu.server.routing.GroupSettings.Strategy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final LedgerState state = new LedgerState("support");
    private Strategy strategy = Strategy.LEAST_LOADED;
    private boolean open = true;
    private long now = 1_000;

    @Test
    void a_free_agent_gets_the_conversation_at_once() {
        online("ann");
        assertThat(request("c1", 1)).contains(new LedgerEffect.Granted("c1", 1, "ann"));
    }

    @Test
    void nobody_gets_more_than_its_capacity_and_the_rest_hear_their_number() {
        online("ann");
        request("c1", 1);
        request("c2", 1);
        assertThat(request("c3", 1)).containsExactly(new LedgerEffect.Position("c3", 1));
        assertThat(request("c4", 1)).containsExactly(new LedgerEffect.Position("c4", 2));
        assertThat(decide(new LedgerEvent.Leave("c1", "closed")))
                .contains(new LedgerEffect.Granted("c3", 1, "ann"), new LedgerEffect.Position("c4", 1));
    }

    @Test
    void the_least_loaded_is_chosen() {
        online("ann");
        online("bob");
        assertThat(granted(request("c1", 1))).isEqualTo("ann");
        assertThat(granted(request("c2", 1))).isEqualTo("bob");
    }

    @Test
    void round_robin_goes_in_turn_whatever_the_load() {
        strategy = Strategy.ROUND_ROBIN;
        online("ann");
        online("bob");
        assertThat(granted(request("c1", 1))).isEqualTo("ann");
        decide(new LedgerEvent.Leave("c1", "closed"));
        now += 10;
        assertThat(granted(request("c2", 1))).isEqualTo("bob");
        now += 10;
        assertThat(granted(request("c3", 1))).isEqualTo("ann");
    }

    @Test
    void sticky_gives_a_visitor_its_last_agent_again() {
        strategy = Strategy.STICKY;
        online("ann");
        online("bob");
        String first = granted(request("c1", 1));
        decide(new LedgerEvent.Leave("c1", "closed"));
        assertThat(granted(request("c1", 2))).isEqualTo(first);
        decide(new LedgerEvent.Leave("c1", "closed"));
        assertThat(granted(request("c1", 3))).isEqualTo(first);
    }

    @Test
    void longest_idle_is_whoever_finished_first() {
        strategy = Strategy.LONGEST_IDLE;
        online("ann");
        online("bob");
        request("c1", 1);
        now += 10;
        request("c2", 1);
        now += 10;
        decide(new LedgerEvent.Leave("c2", "closed"));
        now += 10;
        decide(new LedgerEvent.Leave("c1", "closed"));
        now += 10;
        assertThat(granted(request("c3", 1))).isEqualTo("bob");
    }

    @Test
    void priority_comes_before_the_order_of_arrival() {
        request("c1", 1);
        now += 1;
        decide(new LedgerEvent.Request("c2", 1, 10, "", "", "", "v-c2", queue(200)));
        assertThat(online("ann")).startsWith(new LedgerEffect.Granted("c2", 1, "ann"));
    }

    @Test
    void the_same_request_twice_takes_one_place() {
        request("c1", 1);
        assertThat(decideFacts(requestOf("c1", 1))).isEmpty();
        online("ann");
        assertThat(request("c1", 1)).contains(new LedgerEffect.Granted("c1", 1, "ann"));
        assertThat(state.load("ann")).isEqualTo(1);
    }

    @Test
    void a_full_queue_and_a_long_wait_are_given_up_but_the_place_stays_for_whoever_claims_it() {
        decide(new LedgerEvent.Request("c1", 1, 0, "", "", "", "v", queue(1)));
        List<LedgerEffect> full = decide(new LedgerEvent.Request("c2", 1, 0, "", "", "", "v2", queue(1)));
        assertThat(full).contains(new LedgerEffect.GivenUp("c2", 1, "queue_full", false));
        assertThat(Ledger.deadline(state, group())).isEqualTo(now + 600_000);
        now += 600_000;
        assertThat(decide(new LedgerEvent.Tick())).contains(new LedgerEffect.GivenUp("c1", 1, "queue_timeout", false));
        assertThat(state.place("c1").getParked()).isTrue();
        assertThat(state.queueLength()).isZero();
    }

    @Test
    void outside_the_hours_nobody_is_assigned_until_they_begin() {
        open = false;
        online("ann");
        assertThat(request("c1", 1)).noneMatch(LedgerEffect.Granted.class::isInstance);
        open = true;
        assertThat(decide(new LedgerEvent.Tick())).contains(new LedgerEffect.Granted("c1", 1, "ann"));
    }

    @Test
    void when_nobody_is_there_the_fallback_is_named() {
        assertThat(decide(new LedgerEvent.Request("c1", 1, 0, "", "", "vip", "v", queue(9))))
                .containsExactly(new LedgerEffect.Redirected("c1", 1, "vip"));
        assertThat(state.place("c1")).isNull();
    }

    @Test
    void an_agent_who_stays_away_loses_its_conversations_after_the_grace_time() {
        online("ann");
        request("c1", 7);
        decide(new LedgerEvent.AgentIs("ann", AgentStatus.AGENT_STATUS_OFFLINE));
        now += 59_999;
        assertThat(decide(new LedgerEvent.Tick())).isEmpty();
        now += 1;
        assertThat(decide(new LedgerEvent.Tick())).contains(new LedgerEffect.AgentLost("c1", 7, "ann"));
        assertThat(state.load("ann")).isZero();
    }

    @Test
    void whoever_is_to_be_avoided_gets_it_only_when_nobody_else_is_free() {
        online("ann");
        online("bob");
        assertThat(granted(decide(new LedgerEvent.Request("c1", 1, 0, "", "ann", "", "v", queue(9)))))
                .isEqualTo("bob");
        decide(new LedgerEvent.AgentIs("bob", AgentStatus.AGENT_STATUS_AWAY));
        assertThat(granted(decide(new LedgerEvent.Request("c1", 2, 0, "", "ann", "", "v", queue(9)))))
                .isEqualTo("ann");
    }

    @Test
    void a_snapshot_gives_an_equal_ledger() {
        online("ann");
        request("c1", 1);
        request("c2", 1);
        request("c3", 1);
        assertThat(LedgerState.of(state.snapshot()).snapshot()).isEqualTo(state.snapshot());
        assertThat(LedgerState.of(state.snapshot()).load("ann")).isEqualTo(2);
    }

    private List<LedgerEffect> online(String agent) {
        return decide(new LedgerEvent.AgentIs(agent, AgentStatus.AGENT_STATUS_ONLINE));
    }

    private List<LedgerEffect> request(String conversation, long request) {
        return decide(requestOf(conversation, request));
    }

    private static LedgerEvent.Request requestOf(String conversation, long request) {
        return new LedgerEvent.Request(conversation, request, 0, "", "", "", "v-" + conversation, queue(200));
    }

    private static LedgerEvent.QueueRules queue(int max) {
        return new LedgerEvent.QueueRules(max, 600_000, false, true);
    }

    private List<LedgerEffect> decide(LedgerEvent event) {
        return Ledger.decide(state, event, group(), now).effects();
    }

    private List<?> decideFacts(LedgerEvent event) {
        return Ledger.decide(state, event, group(), now).facts();
    }

    private GroupSettings group() {
        return new GroupSettings("support", strategy, Map.of("ann", 2, "bob", 2), 60_000, open, open ? 0 : now + 5_000);
    }

    private static String granted(List<LedgerEffect> effects) {
        return effects.stream()
                .filter(LedgerEffect.Granted.class::isInstance)
                .map(effect -> ((LedgerEffect.Granted) effect).agentId())
                .findFirst()
                .orElseThrow();
    }
}
