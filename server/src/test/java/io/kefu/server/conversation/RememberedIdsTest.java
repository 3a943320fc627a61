package io.kefu.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.RememberedId;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RememberedIdsTest {
    private static final Party VISITOR = party(PartyKind.PARTY_KIND_VISITOR, "a:b");
    private static final Party AGENT = party(PartyKind.PARTY_KIND_AGENT, "a:b");
    private static final Party NAMELESS = party(PartyKind.PARTY_KIND_AGENT, "");

    private static Party party(PartyKind kind, String id) {
        return Party.newBuilder().setKind(kind).setId(id).build();
    }

    private static List<RememberedId> stored(RememberedIds ids) throws InvalidProtocolBufferException {
        byte[] encoded = new byte[ids.encodedSize() + 3];
        ids.writeTo(encoded, 3);
        return ConversationSnapshot.parser()
                .parseFrom(encoded, 3, encoded.length - 3)
                .getRememberedList();
    }

    @Test
    void what_a_snapshot_holds_is_found_again_author_by_author() throws InvalidProtocolBufferException {
        RememberedIds before = new RememberedIds();
        before.remember(VISITOR, "m1", 1, 10);
        before.remember(AGENT, "m1", 2, 20);
        before.remember(NAMELESS, "m:1", 3, 30);

        RememberedIds after = new RememberedIds();
        after.restore(stored(before));

        assertThat(after.find(VISITOR, "m1").seq()).isEqualTo(1);
        assertThat(after.find(AGENT, "m1").seq()).isEqualTo(2);
        assertThat(after.find(NAMELESS, "m:1").seq()).isEqualTo(3);
        assertThat(after.find(NAMELESS, "m1")).isNull();
        assertThat(stored(after)).isEqualTo(stored(before));
    }

    @Test
    void nothing_is_found_and_nothing_stored_of_none() throws InvalidProtocolBufferException {
        RememberedIds none = new RememberedIds();
        assertThat(none.find(VISITOR, "m1")).isNull();
        assertThat(stored(none)).isEmpty();
    }

    @Test
    void the_most_recent_two_thousand_are_kept() throws InvalidProtocolBufferException {
        RememberedIds ids = new RememberedIds();
        for (int seq = 1; seq <= 3 * RememberedIds.MOST; seq++) {
            ids.remember(seq % 2 == 0 ? VISITOR : AGENT, "m" + seq, seq, seq);
        }
        int oldest = 2 * RememberedIds.MOST + 1;
        assertThat(ids.find(VISITOR, "m" + (oldest - 1))).isNull();
        assertThat(ids.find(AGENT, "m" + oldest)).isEqualTo(new RememberedIds.Seen(oldest, oldest));
        assertThat(stored(ids)).hasSize(RememberedIds.MOST);
    }

    @Test
    void after_seven_days_an_id_is_forgotten_and_may_come_again() {
        RememberedIds ids = new RememberedIds();
        ids.remember(VISITOR, "m1", 1, 0);
        ids.remember(VISITOR, "m2", 2, RememberedIds.KEEP_MILLIS);
        assertThat(ids.find(VISITOR, "m1")).isNotNull();
        ids.remember(VISITOR, "m3", 3, RememberedIds.KEEP_MILLIS + 1);
        assertThat(ids.find(VISITOR, "m1")).isNull();
        ids.remember(VISITOR, "m1", 4, RememberedIds.KEEP_MILLIS + 2);
        assertThat(ids.find(VISITOR, "m1").seq()).isEqualTo(4);
    }

    @Test
    void ids_that_are_hashed_alike_elsewhere_are_told_apart() {
        RememberedIds ids = new RememberedIds();
        ids.remember(VISITOR, "AaAa", 1, 1);
        ids.remember(VISITOR, "BBBB", 2, 2);
        ids.remember(VISITOR, "\u54c8\u54c8", 3, 3);
        assertThat(ids.find(VISITOR, "AaAa").seq()).isEqualTo(1);
        assertThat(ids.find(VISITOR, "BBBB").seq()).isEqualTo(2);
        assertThat(ids.find(VISITOR, "\u54c8\u54c8").seq()).isEqualTo(3);
        assertThat(ids.find(VISITOR, "AaBB")).isNull();
    }

    /** Beside a map in the order of insertion. Each step is an id; before every third of them a twentieth of seven days passes. */
    @Property(tries = 300)
    void it_does_what_a_map_would(@ForAll @Size(max = 400) List<@IntRange(max = 239) Integer> steps)
            throws InvalidProtocolBufferException {
        RememberedIds ids = new RememberedIds();
        Map<String, RememberedIds.Seen> plain = new LinkedHashMap<>();
        long now = 0;
        long seq = 0;
        for (int step : steps) {
            now += step % 3 == 0 ? RememberedIds.KEEP_MILLIS / 20 : 1;
            seq++;
            String id = "m".repeat(step % 7) + step / 3;
            ids.remember(VISITOR, id, seq, now);
            plain.putIfAbsent(id, new RememberedIds.Seen(seq, now));
            long oldest = now - RememberedIds.KEEP_MILLIS;
            plain.values().removeIf(seen -> seen.atMillis() < oldest);
            assertThat(ids.find(VISITOR, id)).isEqualTo(plain.get(id));
        }
        assertThat(stored(ids)).extracting(RememberedId::getClientMsgId).containsExactlyElementsOf(plain.keySet());
        RememberedIds again = new RememberedIds();
        again.restore(stored(ids));
        plain.forEach((id, seen) -> assertThat(again.find(VISITOR, id)).isEqualTo(seen));
    }
}
