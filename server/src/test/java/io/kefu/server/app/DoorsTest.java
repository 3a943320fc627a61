package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.MessageType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DoorsTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "MESSAGE_TYPE_UNSPECIFIED|UNRECOGNIZED")
    void each_type_of_message_is_counted_under_its_name(MessageType type) {
        assertThat("MESSAGE_TYPE_" + Doors.kind(type)).isEqualTo(type.name());
    }
}
