package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kefu.server.testing.RawFrame;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class FrameParserTest {
    private static final int PIECES = 100_000;

    /** Counts messages, and keeps nothing. */
    private static final class Heard implements FrameEvents {
        private int bytes;

        @Override
        public void message(boolean text, byte[] payload) {
            bytes += payload.length;
        }

        @Override
        public void ping(byte[] payload) {}

        @Override
        public void pong() {}

        @Override
        public void closeFrame(int code, String reason) {}
    }

    @Test
    void a_message_in_fragments_of_one_byte_is_not_copied_for_each_of_them() throws ProtocolViolation {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(RawFrame.text("x").notLast().bytes());
        byte[] piece = RawFrame.continuation(new byte[] {'x'}).notLast().bytes();
        for (int i = 0; i < PIECES; i++) {
            stream.writeBytes(piece);
        }
        stream.writeBytes(RawFrame.continuation(new byte[0]).bytes());
        byte[] all = stream.toByteArray();
        Heard heard = new Heard();
        FrameParser parser = new FrameParser(128 * 1024, false, heard);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        parser.feed(all, 0, all.length);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(20L * PIECES);
        assertThat(heard.bytes).isEqualTo(PIECES + 1);
    }
}
