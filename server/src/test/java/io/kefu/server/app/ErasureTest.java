package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import io.kefu.server.admin.Http;
import io.kefu.storage.erasure.ErasureReceipt;
import io.kefu.storage.erasure.ReceiptCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A visitor who is erased is nowhere any more, and who is held stays whole. */
class ErasureTest {

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

    private static String upload(Person visitor, String conversation, String name, String content) {
        Http.Reply reply = visitor.http().upload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8));
        String id = reply.json().path("file_id").asString();
        visitor.ack(Send.newBuilder()
                .setConversationId(conversation)
                .setMessageType(MessageType.MESSAGE_TYPE_FILE)
                .setFile(File.newBuilder().setFileId(id)));
        return id;
    }

    private static String export(WholeServer server) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return server.admin()
                .get("/admin/v1/storage/export?from=" + today.minusDays(1) + "&to=" + today)
                .text();
    }

    private List<Path> named() {
        return Talkative.filesWith(directory.resolve("data"), Talkative.words());
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
            Person visitor = Talkative.arrives(server, "gone");
            Person other = server.visitor();
            String gone = Talkative.talks(visitor, amy);
            String file = upload(
                    visitor, gone, Talkative.LATIN + ".txt", "only hers: " + Talkative.LATIN + Talkative.CHINESE);
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

            JsonNode receipt = Talkative.erased(server, visitor.id());
            assertThat(receipt.path("held")).isEmpty();
            assertThat(receipt.path("complete").asBoolean()).isTrue();
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
        assertThat(amy.get("/api/v1/search?q=" + Talkative.LATIN).json().path("items"))
                .isEmpty();
        assertThat(amy.get("/api/v1/conversations?limit=200").text()).doesNotContain(conversation);
        assertThat(amy.get("/api/v1/files/" + file).status()).isEqualTo(404);
        assertThat(export(server)).contains("ordinary words").doesNotContain(Talkative.LATIN, Talkative.CHINESE);
    }

    @Test
    void a_held_conversation_stays_whole_until_it_is_let_go() {
        try (WholeServer server = server().start()) {
            Person amy = server.agent("amy");
            Person visitor = Talkative.arrives(server, "held");
            String held = Talkative.talks(visitor, amy);
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

            JsonNode receipt = Talkative.erased(server, visitor.id());
            assertThat(receipt.path("held").path(0).asString()).isEqualTo(held);
            assertThat(receipt.path("complete").asBoolean()).isFalse();
            assertThat(server.as("amy").get("/api/v1/conversations/" + gone).status())
                    .isEqualTo(404);
            assertThat(server.as("amy")
                            .get("/api/v1/conversations/" + held + "/messages")
                            .text())
                    .contains(Talkative.CHINESE);
            assertThat(admin.put("/admin/v1/storage/holds/" + gone, "{}").status())
                    .isEqualTo(409);

            assertThat(admin.delete("/admin/v1/storage/holds/" + held).status()).isEqualTo(204);
            assertThat(Talkative.erased(server, visitor.id()).path("held")).isEmpty();
            assertThat(named()).isEmpty();
        }
    }

    @Test
    void a_receipt_is_checked_with_the_public_key_and_one_that_was_changed_is_told() {
        try (WholeServer server = server().start()) {
            Person visitor = server.visitor();
            visitor.say("ordinary words");
            JsonNode receipt = Talkative.erased(server, visitor.id());
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
