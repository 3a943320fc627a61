package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import io.kefu.server.admin.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** A visitor with words of their own, who leaves them wherever a visitor can, and the files in which they stand. */
final class Talkative {
    static final String LATIN = "xylophonic";
    static final String CHINESE = "琥珀密语";

    private Talkative() {}

    /** What must not be found: a full-text index of pairs holds the beginning alone. */
    static List<String> words() {
        return List.of(LATIN, CHINESE.substring(0, 2));
    }

    /** Somebody who leaves a word by every road that there is before the first message. */
    static Person arrives(WholeServer server, String name) {
        JsonNode made = server.http()
                .post(
                        "/api/v1/visitors",
                        "{\"channel\": \"web\", \"identity\": \""
                                + server.identity(LATIN + "-" + name, Map.of("note", LATIN + CHINESE))
                                + "\", \"visitor\": {\"name\": \"" + CHINESE + "\", \"page\": {\"url\": \"https://shop/"
                                + LATIN + "\", \"title\": \"" + CHINESE + "\", \"referrer\": \"\"}}}")
                .json();
        return server.person(
                io.kefu.server.testing.TestClient.json(server.port()),
                made.path("token").asString());
    }

    static String talks(Person visitor, Person amy) {
        String conversation = visitor.ack(Person.event("", "handover")).getConversationId();
        visitor.assigned(conversation, "amy");
        Ack first =
                visitor.ack(Person.text(conversation, LATIN + " one " + CHINESE).setClientMsgId(LATIN));
        amy.message(conversation, first.getSeq());
        for (int i = 0; i < 40; i++) {
            visitor.say(conversation, LATIN + " " + i + " " + CHINESE);
        }
        visitor.ack(Send.newBuilder()
                .setConversationId(conversation)
                .setMessageType(MessageType.MESSAGE_TYPE_EDIT)
                .setTargetSeq(first.getSeq())
                .setText(LATIN + " edited " + CHINESE));
        amy.say(conversation, "you said " + LATIN + CHINESE);
        amy.ack(Person.text(conversation, "note: " + LATIN + CHINESE).setPrivate(true));
        amy.http()
                .with("Idempotency-Key", "k-" + conversation)
                .post(
                        "/api/v1/conversations/" + conversation + "/messages",
                        "{\"message_type\": \"text\", \"text\": \"" + LATIN + CHINESE + "\"}");
        visitor.http()
                .post(
                        "/api/v1/conversations/" + conversation + "/rate",
                        "{\"score\": 5, \"comment\": \"" + LATIN + "\"}");
        return conversation;
    }

    /** The last receipt of an erasure, open conversations included. */
    static JsonNode erased(WholeServer server, String visitor) {
        Http.Reply reply = server.admin()
                .post("/admin/v1/storage/erasures", "{\"visitor_id\": \"" + visitor + "\", \"close\": true}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return eventuallyComplete(server, reply.json());
    }

    private static JsonNode eventuallyComplete(WholeServer server, JsonNode receipt) {
        Supplier<JsonNode> now = () -> server.admin()
                .get("/admin/v1/storage/erasures/" + receipt.path("erasure").asString())
                .json();
        WholeServer.eventually(() -> now.get().has("ended_at"));
        return now.get();
    }

    /** The files below a folder in which one of the words stands, be it in a part that nobody reads. */
    static List<Path> filesWith(Path folder, List<String> words) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new Present(file -> {
                if (Files.isRegularFile(file) && holds(file, words)) {
                    found.add(file);
                }
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static boolean holds(Path file, List<String> words) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        boolean packs = file.toString().contains("/clickhouse/");
        return Raw.holds(bytes, words) || (packs && Raw.holds(Raw.unpacked(bytes), words));
    }

    private interface Look {
        void at(Path file) throws IOException;
    }

    /** The server runs meanwhile: what was there a moment ago may have gone. */
    private static final class Present extends SimpleFileVisitor<Path> {
        private final Look look;

        Present(Look look) {
            this.look = look;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            try {
                look.at(file);
                return FileVisitResult.CONTINUE;
            } catch (NoSuchFileException e) {
                return visitFileFailed(file, e);
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            return failure instanceof NoSuchFileException
                    ? FileVisitResult.CONTINUE
                    : super.visitFileFailed(file, failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            return failure instanceof NoSuchFileException
                    ? FileVisitResult.CONTINUE
                    : super.postVisitDirectory(directory, failure);
        }
    }
}
