package io.kefu.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.PartyKind;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProjectionTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
    void each_kind_of_author_is_stored_under_its_name(PartyKind kind) {
        assertThat("PARTY_KIND_" + Projection.word(kind).toUpperCase(Locale.ROOT))
                .isEqualTo(kind.name());
    }
}
