package io.kefu.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.Presence;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceBoardTest {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Map<String, Roster.Member> members = new ConcurrentHashMap<>();
    private final PresenceBoard board = new PresenceBoard(new Roster() {
        @Override
        public Optional<Member> member(String agentId) {
            return Optional.ofNullable(members.get(agentId));
        }

        @Override
        public Collection<Member> members() {
            return members.values();
        }
    });

    @BeforeEach
    void start() {
        List.of("amy", "bo", "cy").forEach(id -> members.put(id, new Roster.Member(id, id, false, Map.of())));
        board.start();
    }

    @AfterEach
    void close() {
        board.close();
    }

    private static Presence load(String agentId, int load) {
        return Presence.newBuilder().setAgentId(agentId).setLoad(load).build();
    }

    private static List<Presence> told(Heard agent) {
        return agent.frames().stream().map(frame -> frame.frame().getPresence()).toList();
    }

    private static void awaitTold(Heard agent, Presence presence) {
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (!told(agent).contains(presence)) {
            assertThat(System.nanoTime() - deadline)
                    .as("%s hears of %s", agent.connectionId(), presence)
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void each_agent_hears_of_a_change() {
        Heard amy = Heard.agent("1", "amy");
        Heard bo = Heard.agent("2", "bo");
        board.join(amy);
        board.join(bo);

        board.changed(load("cy", 3));

        awaitTold(amy, load("cy", 3));
        awaitTold(bo, load("cy", 3));
    }

    @Test
    void who_comes_new_hears_of_everyone_who_is_still_declared() {
        Heard first = Heard.agent("1", "amy");
        board.join(first);
        board.changed(load("amy", 1));
        board.changed(load("bo", 2));
        board.changed(load("cy", 3));
        awaitTold(first, load("amy", 1));
        awaitTold(first, load("bo", 2)); // in no order
        awaitTold(first, load("cy", 3));
        members.remove("bo");

        Heard second = Heard.agent("2", "amy");
        board.join(second);

        awaitTold(second, load("amy", 1));
        awaitTold(second, load("cy", 3));
        assertThat(told(second)).doesNotContain(load("bo", 2));
    }

    @Test
    void who_has_left_hears_nothing_more() {
        Heard gone = Heard.agent("1", "amy");
        Heard here = Heard.agent("2", "bo");
        board.join(gone);
        board.join(here);
        board.changed(load("cy", 1));
        awaitTold(gone, load("cy", 1));

        board.leave(gone);
        board.changed(load("cy", 2));

        awaitTold(here, load("cy", 2));
        board.changed(load("cy", 3));
        awaitTold(here, load("cy", 3));
        assertThat(told(gone)).doesNotContain(load("cy", 2), load("cy", 3));
    }

    @Test
    void a_broadcast_that_takes_long_holds_up_nobody_and_of_many_states_the_last_is_said() throws InterruptedException {
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Heard heard = Heard.agent("1", "amy");
        board.join(new Slow(heard, telling, goOn));
        board.changed(load("cy", 1));
        assertThat(telling.await(60, TimeUnit.SECONDS)).isTrue();

        for (int load = 2; load <= 1_000; load++) {
            board.changed(load("cy", load)); // returns, though nobody has heard of the first yet
        }
        goOn.countDown();

        awaitTold(heard, load("cy", 1_000));
        assertThat(told(heard)).containsExactly(load("cy", 1), load("cy", 1_000));
    }

    /** Hears its first frame only when it is let go on. */
    private record Slow(Heard heard, CountDownLatch telling, CountDownLatch goOn) implements Subscriber {
        @Override
        public String connectionId() {
            return heard.connectionId();
        }

        @Override
        public String deviceId() {
            return "";
        }

        @Override
        public Audience audience() {
            return heard.audience();
        }

        @Override
        public boolean send(EncodedFrame frame, LongConsumer written) {
            return heard.send(frame, written);
        }

        @Override
        public void sendDroppable(EncodedFrame frame) {
            telling.countDown();
            try {
                assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            heard.sendDroppable(frame);
        }
    }
}
