package io.kefu.bench;

import com.github.luben.zstd.ZstdDictTrainer;
import io.kefu.bench.wire.Chat;
import io.kefu.bench.wire.WireBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Bytes a message on the wire: {@code wire [--messages 10000] [--seed N] [--train FILE]}. {@code --train} makes the dictionary
 * of {@code kefu.v1.proto+zstd} anew, from other chats than those that are measured; whoever has the old one then understands
 * nothing any more, so it comes with another subprotocol's name.
 */
public final class Wire {
    private static final long MEASURED = 1;
    private static final long TRAINED = 2;
    private static final int A_CONVERSATION = 20;
    private static final int SAMPLES = 20_000;
    private static final int DICTIONARY_BYTES = 16 * 1024;

    private Wire() {}

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "messages", "seed", "train");
        String train = options.text("train", "");
        if (!train.isEmpty()) {
            Files.write(Path.of(train), dictionary());
        }
        int messages = (int) options.number("messages", 10_000);
        System.out.println(WireBytes.of(chats(options.number("seed", MEASURED), messages)));
    }

    private static List<Chat.Said> chats(long seed, int messages) {
        Chat chat = new Chat(seed);
        return Stream.generate(() -> chat.conversation(A_CONVERSATION))
                .limit(Math.ceilDiv(messages, A_CONVERSATION))
                .flatMap(List::stream)
                .limit(messages)
                .toList();
    }

    private static byte[] dictionary() {
        ZstdDictTrainer trainer = new ZstdDictTrainer(64 * 1024 * 1024, DICTIONARY_BYTES);
        for (Chat.Said said : chats(TRAINED, SAMPLES)) {
            said.up().forEach(frame -> trainer.addSample(frame.toByteArray()));
            said.down().forEach(frame -> trainer.addSample(frame.toByteArray()));
        }
        return trainer.trainSamples();
    }
}
