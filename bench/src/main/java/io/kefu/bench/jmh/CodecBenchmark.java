package io.kefu.bench.jmh;

import io.kefu.bench.wire.Chat;
import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.FrameProto;
import io.kefu.protocol.FrameZstd;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.ServerFrame;
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

/** A chat message as a client sends it and as the other side is told of it, in each form. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private final Chat.Said said = new Chat(1).conversation(2).getLast();
    private final ClientFrame send =
            said.up().stream().filter(ClientFrame::hasSend).findFirst().orElseThrow();
    private final ServerFrame told =
            said.down().stream().filter(ServerFrame::hasMessage).findFirst().orElseThrow();
    private final byte[] sendJson = FrameJson.encode(send);
    private final byte[] sendProto = send.toByteArray();
    private final byte[] sendZstd = FrameZstd.smaller(sendProto);
    private final Message message = told.getMessage();
    private final byte[] messageProto = message.toByteArray();
    private final byte[] toldProto = told.toByteArray();

    /** The journal's bytes become what JSON subscribers share. */
    @Benchmark
    public byte[] jsonEncode() {
        return FrameJson.encodeMessage(messageProto);
    }

    @Benchmark
    public Decoded<ClientFrame> jsonDecode() throws BadFrameException {
        return FrameJson.decodeClient(sendJson);
    }

    /** Built anew, as sizes are remembered by what was encoded before. */
    @Benchmark
    public byte[] protoEncode() {
        return message.toBuilder().build().toByteArray();
    }

    @Benchmark
    public Decoded<ClientFrame> protoDecode() throws BadFrameException {
        return FrameProto.decodeClient(sendProto);
    }

    @Benchmark
    public byte[] zstdEncode() {
        return FrameZstd.smaller(toldProto);
    }

    @Benchmark
    public byte[] zstdDecode() throws BadFrameException {
        return FrameZstd.plain(sendZstd);
    }
}
