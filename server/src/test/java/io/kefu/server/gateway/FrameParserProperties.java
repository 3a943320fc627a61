package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.testing.RawFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FrameParserProperties {
    private static final int MAX_MESSAGE = 4096;
    private static final int CONTROL = 125;

    @Property(tries = 3000)
    void what_a_peer_sends_arrives_whatever_the_cut(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> sent = new ArrayList<>();
        byte[] stream = conversation(random, sent);
        assertThat(parsed(stream, random)).isEqualTo(sent);
    }

    @Property(tries = 5000)
    void damaged_frames_give_events_or_the_typed_error_whatever_the_cut(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] stream = conversation(random, new ArrayList<>());
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
        }
        assertThat(parsed(stream, random)).isEqualTo(parsed(stream, null));
    }

    @Property(tries = 5000)
    void any_bytes_give_events_or_the_typed_error_whatever_the_cut(@ForAll byte[] bytes, @ForAll long seed) {
        assertThat(parsed(bytes, new Random(seed))).isEqualTo(parsed(bytes, null));
    }

    @Property(tries = 3000)
    void utf8_is_judged_as_the_platform_judges_it_whatever_the_cut(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = almostUtf8(random);
        Utf8Validator validator = new Utf8Validator();
        boolean valid = true;
        for (int at = 0; at < bytes.length && valid; ) {
            int to = Math.min(bytes.length, at + random.nextInt(1, 12));
            valid = validator.feed(bytes, at, to);
            at = to;
        }
        assertThat(valid && validator.complete()).isEqualTo(platformSaysUtf8(bytes));
    }

    @Property(tries = 1000)
    void masking_is_byte_by_byte_xor(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] source = new byte[random.nextInt(60)];
        random.nextBytes(source);
        int key = random.nextInt();
        int phase = random.nextInt(20);
        byte[] target = new byte[source.length];
        Masking.apply(source, 0, target, 0, source.length, key, phase);
        for (int i = 0; i < source.length; i++) {
            int keyByte = key >>> (24 - 8 * ((phase + i) % 4));
            assertThat(target[i]).isEqualTo((byte) (source[i] ^ keyByte));
        }
    }

    /** A legal stream; what it says goes to {@code sent} in the order in which it is complete. */
    private static byte[] conversation(Random random, List<String> sent) {
        var stream = new ByteArrayOutputStream();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            if (random.nextInt(4) == 0) {
                control(random, sent, stream);
            } else {
                message(random, sent, stream);
            }
        }
        if (random.nextBoolean()) {
            stream.writeBytes(RawFrame.close(1000, "再见").bytes());
            sent.add("close 1000 再见");
        }
        return stream.toByteArray();
    }

    private static void control(Random random, List<String> sent, ByteArrayOutputStream stream) {
        String payload = "p".repeat(random.nextInt(CONTROL + 1));
        if (random.nextBoolean()) {
            stream.writeBytes(RawFrame.ping(payload).bytes());
            sent.add("ping " + HexFormat.of().formatHex(payload.getBytes(UTF_8)));
        } else {
            stream.writeBytes(RawFrame.of(Opcode.PONG, payload.getBytes(UTF_8)).bytes());
            sent.add("pong");
        }
    }

    private static void message(Random random, List<String> sent, ByteArrayOutputStream stream) {
        boolean text = random.nextBoolean();
        byte[] payload = text ? "中a😀é".repeat(random.nextInt(300)).getBytes(UTF_8) : new byte[random.nextInt(3000)];
        int fragments = random.nextInt(1, 5);
        for (int i = 0, from = 0; i < fragments; i++) {
            int to = i == fragments - 1 ? payload.length : random.nextInt(from, payload.length + 1);
            byte[] part = Arrays.copyOfRange(payload, from, to);
            RawFrame frame =
                    i > 0 ? RawFrame.continuation(part) : RawFrame.of(text ? Opcode.TEXT : Opcode.BINARY, part);
            stream.writeBytes((i < fragments - 1 ? frame.notLast() : frame).bytes());
            if (i < fragments - 1 && random.nextInt(3) == 0) {
                control(random, sent, stream);
            }
            from = to;
        }
        sent.add((text ? "text " : "binary ") + HexFormat.of().formatHex(payload));
    }

    /** What comes out, in pieces cut at random (or whole, without randomness); memory is watched on the way. */
    private static List<String> parsed(byte[] stream, Random random) {
        Log log = new Log();
        FrameParser parser = new FrameParser(MAX_MESSAGE, true, log);
        try {
            for (int at = 0; at < stream.length; ) {
                int to = random == null ? stream.length : Math.min(stream.length, at + random.nextInt(1, 200));
                parser.feed(stream, at, to);
                assertThat(parser.held()).isLessThanOrEqualTo(Math.min(MAX_MESSAGE, Math.max(1024, 2 * to)) + CONTROL);
                at = to;
            }
        } catch (ProtocolViolation e) {
            assertThat(e.closeCode()).isIn(1002, 1007, 1009);
            log.events.add("violation " + e.closeCode());
            assertThat(parser.held()).isZero();
        }
        return log.events;
    }

    private static byte[] almostUtf8(Random random) {
        String text = "plain ascii, 中文字符 é 😀 \u07ff\u0800\uffff".repeat(random.nextInt(1, 3));
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }

    private static boolean platformSaysUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
    }

    private static final class Log implements FrameEvents {
        private final List<String> events = new ArrayList<>();

        @Override
        public void message(boolean text, byte[] payload) {
            assertThat(payload.length).isLessThanOrEqualTo(MAX_MESSAGE);
            events.add((text ? "text " : "binary ") + HexFormat.of().formatHex(payload));
        }

        @Override
        public void ping(byte[] payload) {
            events.add("ping " + HexFormat.of().formatHex(payload));
        }

        @Override
        public void pong() {
            events.add("pong");
        }

        @Override
        public void closeFrame(int code, String reason) {
            events.add("close " + code + " " + reason);
        }
    }
}
