package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kefu.kefuctl.load.wire.WebSocketLink;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A client's frame out of the bytes that came: unmasked, and its text checked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameParserBenchmark {
    private static final int MASK = 0x5A17C3E9;
    private static final String SMALL =
            "{\"send\":{\"client_msg_id\":\"m-000001\",\"conversation_id\":\"c_8c1fZ0Qh2nTd\","
                    + "\"message_type\":\"text\",\"text\":\"请问我的订单什么时候发货？\"}}";
    private static final int LARGE = 64 * 1024;

    private final Last last = new Last();
    private final FrameParser parser = new FrameParser(128 * 1024, false, last);
    private final byte[] small = WebSocketLink.frame(true, SMALL.getBytes(UTF_8), MASK);
    private final byte[] large = WebSocketLink.frame(true, "x".repeat(LARGE).getBytes(UTF_8), MASK);

    private static final class Last implements FrameEvents {
        private byte[] payload = {};

        @Override
        public void message(boolean text, byte[] whole) {
            payload = whole;
        }

        @Override
        public void ping(byte[] ping) {
            payload = ping;
        }

        @Override
        public void pong() {
            payload = new byte[0];
        }

        @Override
        public void closeFrame(int code, String reason) {
            throw new IllegalStateException("nothing here closes");
        }
    }

    @Benchmark
    public byte[] smallText() throws Exception {
        return parsed(small);
    }

    @Benchmark
    public byte[] text64kB() throws Exception {
        return parsed(large);
    }

    private byte[] parsed(byte[] frame) throws ProtocolViolation {
        parser.feed(frame, 0, frame.length);
        return last.payload;
    }
}
