package io.kefu.kefuctl.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.load.Author.Heard;
import io.kefu.kefuctl.load.wire.Codec;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorTest {
    private static final int RING = 4;

    private Author author;

    @BeforeEach
    void connect() throws Exception {
        Loop loop = new Loop(new FrameScan(Codec.JSON, "abcdef"));
        Link link = new Link(loop, URI.create("http://127.0.0.1:1"), Codec.JSON, new byte[0], null);
        author = new Author(false, link, new Template(Codec.JSON, MessageId.of("abcdef", false, 0, 0), "c", "x"), RING);
    }

    @Test
    void a_message_is_over_when_it_is_acknowledged_and_everyone_has_it() {
        author.send(1);
        assertThat(author.delivered(1, 2)).isEqualTo(Heard.MORE);
        assertThat(author.acknowledged(1, 7, 2)).isEqualTo(Heard.MORE);
        assertThat(author.undelivered()).isEqualTo(1);
        assertThat(author.delivered(1, 2)).isEqualTo(Heard.ALL);
        assertThat(author.inFlight()).isZero();
        assertThat(author.seqOf(1)).isEqualTo(7);
    }

    @Test
    void what_comes_twice_is_noticed() {
        author.send(1);
        assertThat(author.acknowledged(1, 7, 1)).isEqualTo(Heard.MORE);
        assertThat(author.acknowledged(1, 7, 1)).isEqualTo(Heard.AGAIN);
        assertThat(author.delivered(1, 1)).isEqualTo(Heard.ALL);
        assertThat(author.delivered(1, 1)).isEqualTo(Heard.AGAIN);
        assertThat(author.delivered(99, 1)).isEqualTo(Heard.AGAIN);
    }

    @Test
    void it_never_has_more_on_the_way_than_it_can_tell_apart() {
        for (int i = 0; i < RING; i++) {
            assertThat(author.send(i)).isTrue();
        }
        assertThat(author.send(9)).isFalse();
        author.refused(1);
        assertThat(author.send(9)).isTrue();
        assertThat(author.sent()).isEqualTo(RING + 1);
    }

    @Test
    void acknowledgements_out_of_order_are_noticed() {
        assertThat(author.inOrder(1)).isTrue();
        assertThat(author.inOrder(3)).isTrue();
        assertThat(author.inOrder(2)).isFalse();
    }
}
