package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusMessageTest {
    @Test
    void what_is_printable_stays_and_all_else_is_in_percent() {
        assertThat(StatusMessage.encoded("reads nothing")).isEqualTo("reads nothing");
        assertThat(StatusMessage.encoded("100 %")).isEqualTo("100 %25");
        assertThat(StatusMessage.encoded("忙\r\n~")).isEqualTo("%E5%BF%99%0D%0A~");
        assertThat(StatusMessage.encoded("")).isEmpty();
    }
}
