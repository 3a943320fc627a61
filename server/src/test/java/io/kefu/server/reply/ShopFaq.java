package io.kefu.server.reply;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.Kind;
import io.kefu.config.LocalizedText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The bot that the quick start ships, and what visitors might ask of it. */
final class ShopFaq {
    private static final List<Kind<?>> KINDS =
            List.of(Kind.of("AutoReply", AutoReplyConfig.class), Kind.of("KnowledgeBase", KnowledgeBaseConfig.class));

    static final BotSettings SETTINGS = shipped();
    static final List<Entry> ENTRIES = SETTINGS.entries();

    /** A question and the first way to ask of the entry that it means. */
    record Asked(String entry, String text) {}

    private ShopFaq() {}

    static List<Asked> paraphrases(String name) {
        return lines("/reply/paraphrases-" + name + ".tsv").stream()
                .map(line -> line.split("\t", 2))
                .map(parts -> new Asked(parts[0], parts[1]))
                .toList();
    }

    static List<String> offTopic(String name) {
        return lines("/reply/off-topic-" + name + ".txt");
    }

    static Documents load(Path path) throws InvalidConfigException {
        return new ConfigLoader(KINDS, name -> null).load(path);
    }

    /** A bot with these entries and nothing special. */
    static BotSettings bot(String name, Entry... entries) {
        return new BotSettings(
                name,
                List.of(entries),
                0.55,
                List.of("human"),
                2,
                LocalizedText.of("no answer"),
                Duration.ofMinutes(10),
                100);
    }

    private static BotSettings shipped() {
        try {
            Path directory = Files.createTempDirectory("kefu-shop-faq");
            for (String file : List.of("auto-reply.yaml", "faq.yaml")) {
                Files.writeString(directory.resolve(file), text("/quickstart/" + file));
            }
            return DeclaredBots.in(load(directory)).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(String resource) {
        return text(resource).lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(String resource) {
        try (InputStream in = ShopFaq.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
