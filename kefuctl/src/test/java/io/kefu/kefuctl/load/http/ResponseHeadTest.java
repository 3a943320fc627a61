package io.kefu.kefuctl.load.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseHeadTest {
    private static final String GOOD = "HTTP/1.1 201 Created\r\ncontent-LENGTH:  12\r\nVary: Origin\r\n\r\n";

    private static ResponseHead of(String text) throws IOException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return ResponseHead.of(bytes, bytes.length);
    }

    @Test
    void a_head_tells_its_status_its_length_and_that_of_the_body() throws IOException {
        assertThat(of(GOOD + "{\"id\": \"1\"}")).isEqualTo(new ResponseHead(201, GOOD.length(), 12, false));
        assertThat(of("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"))
                .isEqualTo(new ResponseHead(204, 46, 0, true));
    }

    @Test
    void a_head_that_has_not_come_whole_is_none_wherever_it_is_cut() throws IOException {
        for (int end = 0; end < GOOD.length(); end++) {
            assertThat(of(GOOD.substring(0, end))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 x\r\n\r\n",
                "SSH-2.0-OpenSSH\r\n\r\n"
            })
    void what_does_not_tell_its_length_or_is_no_answer_is_refused(String head) {
        assertThatThrownBy(() -> of(head)).isInstanceOf(IOException.class).hasMessageContaining("answer");
    }

    @Test
    void a_head_without_an_end_is_not_read_for_ever() {
        assertThatThrownBy(() -> of("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(10_000)))
                .hasMessageContaining("no end");
    }
}
