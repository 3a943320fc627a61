package io.kefu.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.protocol.FrameDeflate.TooLargeException;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FrameDeflateProperties {

    @Property(tries = 500)
    void what_is_deflated_is_smaller_and_inflates_to_itself(
            @ForAll long seed, @ForAll @IntRange(max = 70_000) int length)
            throws DataFormatException, TooLargeException {
        Random random = new Random(seed);
        byte[] message = new byte[length];
        int alphabet = random.nextInt(1, 257);
        for (int i = 0; i < length; i++) {
            message[i] = (byte) random.nextInt(alphabet);
        }
        byte[] deflated = FrameDeflate.deflate(message);
        assertThat(deflated.length).isLessThanOrEqualTo(length);
        if (deflated.length > 0) {
            assertThat(FrameDeflate.inflate(deflated, length)).isEqualTo(message);
        }
    }

    @Property(tries = 1_000)
    void any_bytes_inflate_or_are_refused(@ForAll byte[] bytes) {
        try {
            assertThat(FrameDeflate.inflate(bytes, 10_000)).hasSizeLessThanOrEqualTo(10_000);
        } catch (DataFormatException | TooLargeException e) {
            assertThat(e).isNotNull();
        }
    }

    /** RFC 7692, section 7.2.3. */
    @Example
    void the_standards_own_examples_are_understood() throws DataFormatException, TooLargeException {
        for (String hex : new String[] {
            "f248cdc9c90700", // one block
            "000500faff48656c6c6f00", // without compression
            "f348cdc9c9070000", // a final block
            "f24805000000ffffcac9c90700" // two blocks
        }) {
            assertThat(new String(FrameDeflate.inflate(HexFormat.of().parseHex(hex), 5), UTF_8))
                    .isEqualTo("Hello");
        }
    }

    /** An empty final block of fixed codes is ten bits; here each has two bytes. */
    @Example
    void a_message_that_ends_and_begins_again_and_again_is_refused() {
        byte[] ends = new byte[128 * 1024];
        for (int i = 0; i < ends.length; i += 2) {
            ends[i] = 3;
        }
        assertThatThrownBy(() -> FrameDeflate.inflate(ends, 128 * 1024))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("final blocks");
    }

    @Example
    void what_grows_beyond_the_bound_is_refused() {
        byte[] bomb = FrameDeflate.deflate(new byte[10_000_000]);
        assertThat(bomb.length).isLessThan(60_000);
        assertThatThrownBy(() -> FrameDeflate.inflate(bomb, 128 * 1024)).isInstanceOf(TooLargeException.class);
    }
}
