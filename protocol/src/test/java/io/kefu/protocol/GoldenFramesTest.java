package io.kefu.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The wire forms, as files: {@code NAME.json} is the text frame's payload and a newline, {@code NAME.hex} the binary
 * frame's. Re-record with {@code -Dgolden.record=true} and review the diff: it is a change of a public contract.
 */
class GoldenFramesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final boolean RECORD = Boolean.getBoolean("golden.record");
    private static final int BYTES_A_LINE = 32;

    @TestFactory
    Stream<DynamicTest> each_clients_frame_has_its_golden_forms() {
        return SampleFrames.client().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    ClientFrame frame = sample.getValue();
                    holds("client", sample.getKey(), FrameJson.encode(frame), frame);
                    assertThat(FrameJson.decodeClient(FrameJson.encode(frame)))
                            .isEqualTo(new Decoded.Frame<>(frame, 0));
                    assertThat(FrameProto.decodeClient(frame.toByteArray())).isEqualTo(new Decoded.Frame<>(frame, 0));
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_servers_frame_has_its_golden_forms() {
        return SampleFrames.server().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    ServerFrame frame = sample.getValue();
                    holds("server", sample.getKey(), FrameJson.encode(frame), frame);
                    assertThat(FrameJson.decodeServer(FrameJson.encode(frame)))
                            .isEqualTo(new Decoded.Frame<>(frame, 0));
                    assertThat(FrameProto.decodeServer(frame.toByteArray())).isEqualTo(new Decoded.Frame<>(frame, 0));
                }));
    }

    @Test
    void every_kind_has_a_golden_file() {
        assertThat(SampleFrames.client().values().stream()
                        .map(f -> f.getFrameCase().getNumber()))
                .containsAll(
                        numbers(ClientFrame.getDescriptor().getFields().stream().map(f -> f.getNumber())));
        assertThat(SampleFrames.server().values().stream()
                        .map(f -> f.getFrameCase().getNumber()))
                .containsAll(
                        numbers(ServerFrame.getDescriptor().getFields().stream().map(f -> f.getNumber())));
    }

    @Test
    void no_golden_file_is_left_over() throws IOException {
        assertThat(names("client")).isEqualTo(withEndings(SampleFrames.client()));
        assertThat(names("server")).isEqualTo(withEndings(SampleFrames.server()));
    }

    private static Set<Integer> numbers(Stream<Integer> numbers) {
        return numbers.collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(String side) throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN.resolve(side))) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> withEndings(Map<String, ?> samples) {
        return samples.keySet().stream()
                .flatMap(name -> Stream.of(name + ".json", name + ".hex"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void holds(String side, String name, byte[] json, Message frame) throws IOException {
        holds(GOLDEN.resolve(side).resolve(name + ".json"), new String(json, UTF_8) + "\n");
        holds(GOLDEN.resolve(side).resolve(name + ".hex"), hex(frame.toByteArray()));
    }

    private static void holds(Path file, String text) throws IOException {
        if (RECORD) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text);
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < bytes.length; from += BYTES_A_LINE) {
            int to = Math.min(bytes.length, from + BYTES_A_LINE);
            text.append(HexFormat.of().formatHex(bytes, from, to)).append('\n');
        }
        return text.toString();
    }
}
