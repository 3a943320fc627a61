package io.kefu.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Phases;
import io.kefu.storage.journal.SqliteJournal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamsTest {
    private static final int MOST = 32;

    @TempDir
    Path folder;

    private static ConversationState conversation(int number, io.kefu.protocol.v1.ConversationState phase) {
        return ConversationState.of(ConversationSnapshot.newBuilder()
                .setConversationId("c" + number)
                .setEpoch("e")
                .setState(phase)
                .setUpdatedMs(number)
                .build());
    }

    private static boolean isThere(Streams streams, int number) {
        return streams.inMemory("c" + number).isPresent();
    }

    @Test
    void the_closed_ones_that_changed_longest_ago_are_let_go_and_open_and_dirty_ones_stay() {
        try (SqliteJournal journal = SqliteJournal.open(folder)) {
            Streams streams = new Streams(journal);
            for (int number = MOST + 2; number >= 1; number--) {
                streams.keep(conversation(number, number == 1 ? Phases.BOT : Phases.CLOSED));
            }
            streams.committed("c2", 5);

            streams.evictClosed(MOST);
            assertThat(streams.conversations()).hasSize(MOST + 2); // no more than a sixteenth too many

            streams.keep(conversation(100, Phases.CLOSED));
            streams.evictClosed(MOST);
            assertThat(streams.conversations()).hasSize(MOST);
            assertThat(isThere(streams, 1)).isTrue();
            assertThat(isThere(streams, 2)).isTrue();
            assertThat(isThere(streams, 3)).isFalse();
            assertThat(isThere(streams, 5)).isFalse();
            assertThat(isThere(streams, 6)).isTrue();
            assertThat(isThere(streams, 100)).isTrue();
        }
    }

    @Test
    void what_had_to_be_left_is_gone_through_again_when_there_are_a_sixteenth_more() {
        try (SqliteJournal journal = SqliteJournal.open(folder)) {
            Streams streams = new Streams(journal);
            for (int number = 1; number <= 2 * MOST; number++) {
                streams.keep(conversation(number, Phases.BOT));
            }
            streams.evictClosed(MOST);
            streams.keep(conversation(101, Phases.CLOSED));
            streams.evictClosed(MOST);
            assertThat(isThere(streams, 101)).isTrue();
            streams.keep(conversation(102, Phases.CLOSED));
            streams.keep(conversation(103, Phases.CLOSED));
            streams.evictClosed(MOST);
            assertThat(streams.conversations()).hasSize(2 * MOST);
        }
    }
}
