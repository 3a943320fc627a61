package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import io.kefu.server.admin.Http;
import io.kefu.storage.erasure.ErasureReceipt;
import io.kefu.storage.erasure.ReceiptCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A visitor who is erased is nowhere any more, and who is held stays whole. */
class ErasureTest {

    private static final String LATIN = "xylophonic";
    private static final String CHINESE = "琥珀密语";

    @TempDir
    private Path directory;

    private WholeServer server() {
        return WholeServer.in(directory).file("storage.yaml", """
                        apiVersion: kefu.io/v1
                        kind: StoragePolicy
                        metadata: {name: default}
                        spec: {cold: {engine: duckdb, batch: {wait: 100ms}}}
                        """);
    }

    /** A visitor who leaves a word by every road. */
    private static Person talkative(WholeServer server, String name) {
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

    private static String talk(Person visitor, Person amy) {
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

    private static String upload(Person visitor, String conversation, String name, String content) {
        Http.Reply reply = visitor.http().upload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8));
        String id = reply.json().path("file_id").asString();
        visitor.ack(Send.newBuilder()
                .setConversationId(conversation)
                .setMessageType(MessageType.MESSAGE_TYPE_FILE)
                .setFile(File.newBuilder().setFileId(id)));
        return id;
    }

    private static JsonNode erase(WholeServer server, String visitor) {
        Http.Reply reply = server.admin()
                .post("/admin/v1/storage/erasures", "{\"visitor_id\": \"" + visitor + "\", \"close\": true}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return eventuallyComplete(server, reply.json());
    }

    private static JsonNode eventuallyComplete(WholeServer server, JsonNode receipt) {
        Supplier<JsonNode> now = () -> server.admin()
                .get("/admin/v1/storage/erasures/" + receipt.path("erasure").asString())
                .json();
        WholeServer.eventually(() -> now.get().path("complete").asBoolean());
        return now.get();
    }

    private static String export(WholeServer server) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return server.admin()
                .get("/admin/v1/storage/export?from=" + today.minusDays(1) + "&to=" + today)
                .text();
    }

    /** The files in which a word of the visitor stands, be it in a part that nobody reads. */
    private List<Path> named() {
        String chinese =
                new String(CHINESE.substring(0, 2).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(directory.resolve("data"), new Present(file -> {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (bytes.contains(LATIN) || bytes.contains(chinese)) {
                    found.add(file);
                }
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
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

    private static void coldHasAll(WholeServer server) {
        WholeServer.eventually(() -> {
            JsonNode tiers = server.admin().get("/admin/v1/storage").json().path("tiers");
            return tiers.path(2).path("lag_records").asLong(1) == 0
                    && tiers.path(2).path("messages").asLong(0) > 0;
        });
    }

    @Test
    void an_erased_visitor_leaves_no_trace_in_any_file_search_history_or_export_also_after_a_restart() {
        try (WholeServer server = server().start()) {
            Person amy = server.agent("amy");
            Person visitor = talkative(server, "gone");
            Person other = server.visitor();
            String gone = talk(visitor, amy);
            String file = upload(visitor, gone, LATIN + ".txt", "only hers: " + LATIN + CHINESE);
            upload(visitor, gone, "shared.txt", "what both of them have");
            String kept = other.ack(Person.event("", "handover")).getConversationId();
            other.assigned(kept, "amy");
            other.say(kept, "ordinary words");
            String shared = upload(other, kept, "other.txt", "what both of them have");
            coldHasAll(server);
            assertThat(named()).isNotEmpty();

            Http.Reply refused =
                    server.admin().post("/admin/v1/storage/erasures", "{\"visitor_id\": \"" + visitor.id() + "\"}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text()).contains(gone);

            JsonNode receipt = erase(server, visitor.id());
            assertThat(receipt.path("held")).isEmpty();
            assertThat(receipt.path("conversations").asInt()).isEqualTo(1);
            assertThat(receipt.toString()).doesNotContain(visitor.id()).contains("\"place\":\"cold\"");
            assertThat(visitor.client().awaitClose()).isEqualTo(4401);
            nothingIsLeft(server, gone, file);
            assertThat(other.http().get("/api/v1/files/" + shared).text()).isEqualTo("what both of them have");
            assertThat(named()).isEmpty();

            server.stop();
            assertThat(named()).isEmpty();
            server.start();
            nothingIsLeft(server, gone, file);
            assertThat(server.as("amy")
                            .get("/api/v1/conversations/" + kept + "/messages")
                            .text())
                    .contains("ordinary words");
            assertThat(named()).isEmpty();
        }
    }

    private static void nothingIsLeft(WholeServer server, String conversation, String file) {
        Http amy = server.as("amy");
        assertThat(amy.get("/api/v1/conversations/" + conversation).status()).isEqualTo(404);
        assertThat(amy.get("/api/v1/conversations/" + conversation + "/messages")
                        .status())
                .isEqualTo(404);
        assertThat(amy.get("/api/v1/search?q=" + LATIN).json().path("items")).isEmpty();
        assertThat(amy.get("/api/v1/conversations?limit=200").text()).doesNotContain(conversation);
        assertThat(amy.get("/api/v1/files/" + file).status()).isEqualTo(404);
        assertThat(export(server)).contains("ordinary words").doesNotContain(LATIN, CHINESE);
    }

    @Test
    void a_held_conversation_stays_whole_until_it_is_let_go() {
        try (WholeServer server = server().start()) {
            Person amy = server.agent("amy");
            Person visitor = talkative(server, "held");
            String held = talk(visitor, amy);
            amy.http().post("/api/v1/conversations/" + held + "/close", "{}");
            visitor.told(held, "closed");
            String gone = visitor.say("another matter").getConversationId();
            assertThat(gone).isNotEqualTo(held);
            Http admin = server.admin();
            assertThat(admin.put("/admin/v1/storage/holds/" + held, "{\"reason\": \"case 7\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(admin.put("/admin/v1/storage/holds/unknown", "{}").status())
                    .isEqualTo(404);
            coldHasAll(server);

            JsonNode receipt = erase(server, visitor.id());
            assertThat(receipt.path("held").path(0).asString()).isEqualTo(held);
            assertThat(server.as("amy").get("/api/v1/conversations/" + gone).status())
                    .isEqualTo(404);
            assertThat(server.as("amy")
                            .get("/api/v1/conversations/" + held + "/messages")
                            .text())
                    .contains(CHINESE);
            assertThat(admin.put("/admin/v1/storage/holds/" + gone, "{}").status())
                    .isEqualTo(409);

            assertThat(admin.delete("/admin/v1/storage/holds/" + held).status()).isEqualTo(204);
            assertThat(erase(server, visitor.id()).path("held")).isEmpty();
            assertThat(named()).isEmpty();
        }
    }

    @Test
    void a_receipt_is_checked_with_the_public_key_and_one_that_was_changed_is_told() {
        try (WholeServer server = server().start()) {
            Person visitor = server.visitor();
            visitor.say("ordinary words");
            JsonNode receipt = erase(server, visitor.id());
            String key = server.admin()
                    .get("/admin/v1/storage/erasure-key")
                    .json()
                    .path("public_key")
                    .asString();
            assertThat(ReceiptCheck.of(ErasureReceipt.parse(receipt.toPrettyString()), key))
                    .isEqualTo(ReceiptCheck.GENUINE);
            assertThat(receipt.path("visitor_sha256").asString()).isEqualTo(ErasureReceipt.hashed(visitor.id()));
            String changed = receipt.toString().replace("\"conversations\":1", "\"conversations\":2");
            assertThat(ReceiptCheck.of(ErasureReceipt.parse(changed), key)).isEqualTo(ReceiptCheck.TAMPERED);
            assertThat(server.admin()
                            .post("/admin/v1/storage/erasures/plan", "{\"visitor_id\": \"nobody\"}")
                            .status())
                    .isEqualTo(404);
        }
    }
}
