package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.intake.People;
import io.kefu.server.testing.Rooms;
import io.kefu.server.testing.TestConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hello, and what comes of it when something is in its way. */
class WelcomingTest {

    @TempDir
    private Path folder;

    private Rooms rooms;
    private final TestConnection connection = new TestConnection("one");

    @BeforeEach
    void open() {
        rooms = new Rooms(folder);
        rooms.agent("amy");
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private ConnectionListener session() {
        return rooms.services().sessionFactory().opened(connection);
    }

    private static void hello(ConnectionListener session, String token, String... lacking) {
        Hello.Builder hello = Hello.newBuilder().setToken(token);
        for (String id : lacking) {
            hello.addResume(Resume.newBuilder().setConversationId(id).setEpoch("e"));
        }
        session.onFrame(ClientFrame.newBuilder().setHello(hello).build(), 0, 0);
    }

    private static ConversationSnapshot conversation(String id, String visitor, long lastSeq) {
        return ConversationSnapshot.newBuilder()
                .setConversationId(id)
                .setEpoch("e")
                .setVisitor(Visitor.newBuilder().setId(visitor))
                .setState(ConversationState.CONVERSATION_STATE_CLOSED)
                .setLastSeq(lastSeq)
                .build();
    }

    /** A conversation in memory, of which {@code count} messages of {@code size} characters can be replayed. */
    private void replayable(String id, int count, int size) {
        rooms.views.put(conversation(id, "v", count));
        rooms.messages.put(
                id,
                IntStream.rangeClosed(1, count)
                        .mapToObj(seq -> Message.newBuilder()
                                .setConversationId(id)
                                .setSeq(seq)
                                .setText("x".repeat(size))
                                .build())
                        .toList());
    }

    private boolean isReset(ServerFrame frame, String id) {
        return frame.hasReset() && frame.getReset().getConversationId().equals(id);
    }

    @Test
    void a_socket_that_closes_in_the_middle_of_its_replay_is_forgotten() {
        replayable("c", 150, 10);
        AtomicInteger reads = new AtomicInteger();
        CountDownLatch closed = new CountDownLatch(1);
        ConnectionListener session = session();
        rooms.beforeReplay = () -> {
            if (reads.incrementAndGet() == 1) {
                session.onClosed(1006, "");
                closed.countDown();
            }
        };
        rooms.flowing();
        hello(session, "agent:amy", "c");
        assertThat(CompletableFuture.runAsync(
                        () -> await(closed),
                        task -> Thread.ofPlatform().daemon().start(task)))
                .succeedsWithin(Duration.ofSeconds(60));
        for (int i = 0; i < 20; i++) {
            settle();
        }
        assertThat(rooms.jobs).hasValue(1);
        assertThat(reads).hasValue(1);
    }

    /** Through the delivery thread and back: everything that was put before has been done. */
    private void settle() {
        TestConnection other = new TestConnection("other");
        ConnectionListener session = rooms.services().sessionFactory().opened(other);
        hello(session, "agent:amy");
        other.await(ServerFrame::hasWelcome);
        session.onClosed(1000, "");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_is_to_be_resumed_is_looked_up_by_whoever_asks_and_not_by_delivery() {
        rooms.archived.put("old", conversation("old", "v", 0));
        rooms.flowing();
        String[] invented =
                IntStream.range(0, 1000).mapToObj(i -> "invented-" + i).toArray(String[]::new);
        hello(session(), "visitor:v", invented);
        connection.await(ServerFrame::hasWelcome);
        assertThat(rooms.archiveReaders).isNotEmpty().doesNotContain("delivery");
        assertThat(rooms.archiveReaders).hasSizeLessThanOrEqualTo(Welcoming.MOST_LOOKED_UP_FOR_VISITOR);
    }

    @Test
    void a_conversation_that_is_only_on_a_disk_is_resumed_all_the_same() {
        replayable("c", 3, 10);
        ConversationSnapshot old = conversation("old", "v", 2);
        rooms.archived.put("old", old);
        rooms.messages.put("old", rooms.messages.get("c").subList(0, 2));
        rooms.flowing();
        hello(session(), "visitor:v", "old");
        connection.await(frame -> frame.hasMessage() && frame.getMessage().getSeq() == 2);
    }

    @Test
    void a_replay_of_too_many_bytes_ends_in_a_reset_before_they_are_queued() {
        replayable("c", 100, 8_000);
        rooms.flowing();
        hello(session(), "agent:amy", "c");
        connection.await(frame -> isReset(frame, "c"));
        long bytes = connection.frames().stream()
                .mapToLong(ServerFrame::getSerializedSize)
                .sum();
        assertThat(bytes).isLessThan(2L * Welcoming.MOST_REPLAYED_BYTES);
    }

    @Test
    void a_replay_waits_for_a_client_that_reads_slowly() {
        replayable("c", 3, 10);
        connection.queued = Welcoming.MOST_QUEUED + 1;
        rooms.flowing();
        hello(session(), "agent:amy", "c");
        connection.await(ServerFrame::hasWelcome);
        settle();
        assertThat(connection.frames()).noneMatch(ServerFrame::hasMessage);
        connection.queued = 0;
        connection.await(frame -> frame.hasMessage() && frame.getMessage().getSeq() == 3);
    }

    @Test
    void a_replay_that_fails_is_reset_and_the_next_one_is_sent() {
        replayable("bad", 3, 10);
        replayable("good", 3, 10);
        AtomicInteger reads = new AtomicInteger();
        rooms.beforeReplay = () -> {
            if (reads.incrementAndGet() == 1) {
                throw new IllegalStateException("the disk does not answer");
            }
        };
        rooms.flowing();
        hello(session(), "agent:amy", "bad", "good");
        connection.await(frame -> isReset(frame, "bad"));
        assertThat(connection.frames()).anyMatch(ServerFrame::hasWelcome);
        List<ServerFrame> all = connection.frames();
        if (all.stream().noneMatch(frame -> frame.getMessage().getSeq() == 3)) {
            connection.await(frame -> frame.getMessage().getConversationId().equals("good")
                    && frame.getMessage().getSeq() == 3);
        }
    }

    @Test
    void a_hello_that_the_flow_has_no_room_for_is_told_when_to_come_again() {
        rooms.people.put("v", new People.Known(Visitor.newBuilder().setId("v").build(), "web"));
        rooms.views.put(conversation("c", "v", 1).toBuilder()
                .setVisitor(Visitor.newBuilder().setId("v").setName("before"))
                .setState(ConversationState.CONVERSATION_STATE_BOT)
                .build());
        rooms.fillFlow();
        hello(session(), "visitor:v");
        ServerFrame error = connection.await(ServerFrame::hasError);
        assertThat(error.getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_OVERLOADED);
        assertThat(error.getError().getRetryAfterMs()).isPositive();
        assertThat(connection.awaitClose()).isEqualTo(CloseCode.OVERLOADED);
    }

    @Test
    void whoever_says_nothing_hears_nothing_more_when_its_token_has_ended() {
        rooms.flowing();
        hello(session(), "agent:amy");
        connection.await(ServerFrame::hasWelcome);
        rooms.sessions.endExpired(rooms.now.plus(rooms.lifetime).minusSeconds(1));
        assertThat(connection.open()).isTrue();
        rooms.sessions.endExpired(rooms.now.plus(rooms.lifetime).plusSeconds(1));
        assertThat(connection.awaitClose()).isEqualTo(CloseCode.NOT_SIGNED_IN);
    }
}
