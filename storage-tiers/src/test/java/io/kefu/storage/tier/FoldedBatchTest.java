package io.kefu.storage.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FoldedBatchTest {
    private static final ConversationRow ROW =
            new ConversationRow("c1", "", "web", "v-c1", "Wang", "assigned", "vip", "ann", 2, 1, 2, 0, new byte[0]);

    private static StoredMessage message(long seq, String visitor, String epoch) {
        return new StoredMessage(
                "c1", epoch, seq, "web", visitor, "visitor", visitor, 1_000 * seq, false, "hello", new byte[1], null);
    }

    private static List<FoldedBatch.Talk> talks(TierEntry... entries) {
        return List.copyOf(FoldedBatch.of(List.of(entries)).talks());
    }

    @Test
    void a_conversation_is_told_once_whichever_of_row_and_messages_comes_first() {
        FoldedBatch.Talk whole = new FoldedBatch.Talk("c1", "v-c1", "e1", "vip");
        StoredMessage first = message(1, "v-c1", "e1");
        StoredMessage second = message(2, "v-c1", "e1");
        assertThat(talks(ROW, first, second)).containsExactly(whole);
        assertThat(talks(first, ROW, second)).containsExactly(whole);
        assertThat(talks(first, second, ROW)).containsExactly(whole);
        assertThat(talks(first, second)).containsExactly(new FoldedBatch.Talk("c1", "v-c1", "e1", null));
    }

    @Test
    void the_last_message_says_which_visitor_and_which_epoch() {
        assertThat(talks(message(1, "v-c1", "e1"), message(2, "v-c1", "e2"), message(3, "v-c1", "e1"), ROW))
                .containsExactly(new FoldedBatch.Talk("c1", "v-c1", "e1", "vip"));
        assertThat(talks(ROW, message(1, "v-c1", "e1"), message(2, "v-other", "e1")))
                .containsExactly(new FoldedBatch.Talk("c1", "v-other", "e1", "vip"));
    }

    @Test
    void a_number_that_comes_again_counts_once_unless_its_epoch_is_another() {
        StoredMessage first = message(1, "v-c1", "e1");
        StoredMessage again = message(1, "v-c1", "e1");
        StoredMessage restored = message(1, "v-c1", "e2");
        assertThat(FoldedBatch.of(List.of(first, again)).messages()).containsExactly(first);
        assertThat(FoldedBatch.of(List.of(first, restored)).messages()).containsExactly(restored);
    }
}
