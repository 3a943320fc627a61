package io.kefu.storage.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AmendmentTest {

    private static final Amendment EDIT = new Amendment(Amendment.Kind.EDIT, 3, "better");
    private static final Amendment LATER_EDIT = new Amendment(Amendment.Kind.EDIT, 5, "best");
    private static final Amendment RECALL = new Amendment(Amendment.Kind.RECALL, 4, "");

    @Test
    void of_two_edits_the_later_holds_in_whichever_order_they_come() {
        assertThat(EDIT.supersedes(null)).isTrue();
        assertThat(LATER_EDIT.supersedes(EDIT)).isTrue();
        assertThat(EDIT.supersedes(LATER_EDIT)).isFalse();
    }

    @Test
    void what_was_taken_back_stays_so_in_whichever_order_they_come() {
        assertThat(RECALL.supersedes(EDIT)).isTrue();
        assertThat(RECALL.supersedes(LATER_EDIT)).isTrue();
        assertThat(LATER_EDIT.supersedes(RECALL)).isFalse();
    }

    @Test
    void one_supersedes_another_exactly_when_its_rank_is_higher() {
        List<Amendment> all = List.of(EDIT, LATER_EDIT, RECALL, new Amendment(Amendment.Kind.RECALL, 9, ""));
        for (Amendment one : all) {
            for (Amendment other : all) {
                assertThat(one.rank() > other.rank()).isEqualTo(one.supersedes(other));
            }
        }
    }
}
