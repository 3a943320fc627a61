package io.kefu.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.RememberedId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdLogTest {
    private static final int MOST = 50;

    private static RememberedId id(int number) {
        return RememberedId.newBuilder()
                .setAuthor("1:v")
                .setClientMsgId("m".repeat(number % 40) + number)
                .setSeq(number)
                .setAtMs(number)
                .build();
    }

    /** Through a bucket's chain, whose entries may have any hash. */
    private static List<Long> chain(IdLog log, int hash) {
        List<Long> seqs = new ArrayList<>();
        for (int entry = log.last(hash); log.holds(entry); entry = log.before(entry)) {
            if (log.hash(entry) == hash) {
                seqs.add(log.id(entry).getSeq());
            }
        }
        return seqs;
    }

    private static void fill(IdLog log, int count, int hashes) {
        for (int number = 1; number <= count; number++) {
            log.add(id(number), number % hashes);
            while (log.size() > MOST) {
                log.forgetEldest();
            }
        }
    }

    @Test
    void ids_of_one_hash_are_chained_newest_first_through_growth_forgetting_and_moves() {
        IdLog log = new IdLog();
        fill(log, 1_000, 1);
        assertThat(chain(log, 0)).hasSize(MOST).startsWith(1_000L, 999L).endsWith(952L, 951L);
        assertThat(chain(log, 1)).isEmpty();
    }

    @Test
    void each_hash_has_its_own() {
        IdLog log = new IdLog();
        fill(log, 1_000, 7);
        for (int hash = 0; hash < 7; hash++) {
            int rest = hash;
            assertThat(chain(log, hash))
                    .hasSizeBetween(7, 8)
                    .allMatch(seq -> seq % 7 == rest && seq > 1_000 - MOST)
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    @Test
    void the_last_number_there_is_is_followed_by_the_first() {
        IdLog log = new IdLog(Integer.MAX_VALUE - 333);
        fill(log, 1_000, 1);
        assertThat(chain(log, 0)).hasSize(MOST).startsWith(1_000L).endsWith(951L);
    }

    @Test
    void an_emptied_log_takes_more() {
        IdLog log = new IdLog();
        fill(log, 10, 1);
        while (log.size() > 0) {
            log.forgetEldest();
        }
        assertThat(log.encodedSize()).isZero();
        assertThat(chain(log, 0)).isEmpty();
        fill(log, 30, 1);
        assertThat(chain(log, 0)).hasSize(30);
    }
}
