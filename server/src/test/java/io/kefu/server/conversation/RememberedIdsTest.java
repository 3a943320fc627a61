package io.kefu.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import org.junit.jupiter.api.Test;

final class RememberedIdsTest {
    private static final Party VISITOR = party(PartyKind.PARTY_KIND_VISITOR, "a:b");
    private static final Party AGENT = party(PartyKind.PARTY_KIND_AGENT, "a:b");
    private static final Party NAMELESS = party(PartyKind.PARTY_KIND_AGENT, "");

    private static Party party(PartyKind kind, String id) {
        return Party.newBuilder().setKind(kind).setId(id).build();
    }

    @Test
    void what_a_snapshot_holds_is_found_again_author_by_author() {
        RememberedIds before = new RememberedIds();
        before.remember(VISITOR, "m1", 1, 10);
        before.remember(AGENT, "m1", 2, 20);
        before.remember(NAMELESS, "m:1", 3, 30);

        RememberedIds after = new RememberedIds();
        after.restore(before.snapshot());

        assertThat(after.find(VISITOR, "m1").seq()).isEqualTo(1);
        assertThat(after.find(AGENT, "m1").seq()).isEqualTo(2);
        assertThat(after.find(NAMELESS, "m:1").seq()).isEqualTo(3);
        assertThat(after.find(NAMELESS, "m1")).isNull();
        assertThat(after.snapshot()).isEqualTo(before.snapshot());
    }
}
