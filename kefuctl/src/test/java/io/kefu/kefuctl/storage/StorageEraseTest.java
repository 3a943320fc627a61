package io.kefu.kefuctl.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Run;
import io.kefu.storage.erasure.Erasure;
import io.kefu.storage.erasure.ErasureReceipt;
import io.kefu.storage.erasure.Part;
import io.kefu.storage.erasure.ReceiptKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageEraseTest {

    private static final String DONE = """
            {"visitor_id": "v-1", "conversations": 2, "open": [], "held": [], "missing": "", "erasure": "e1",
             "ended_at": "2026-03-01T00:00:00Z", "complete": true, "places": [{"place": "journal", "removed": 9, "state": "erased"}]}""";

    @TempDir
    Path data;

    private Run storage(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of("storage"), Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString())))
                .toArray(String[]::new));
    }

    @Test
    void a_visitor_is_erased_and_the_receipt_is_a_new_file() throws IOException {
        Path receipt = data.resolve("receipt.json");
        try (AdminServer server = AdminServer.answering(data, 200, DONE)) {
            Run run = storage("erase", "--visitor", "v-1", "--yes", "--receipt", receipt.toString());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.err()).contains("2 conversations", "wrote the receipt");
            assertThat(Files.readString(receipt)).contains("\"erasure\" : \"e1\"");
            assertThat(server.asked())
                    .containsExactly(
                            "POST /admin/v1/storage/erasures/plan {\"visitor_id\":\"v-1\"}",
                            "POST /admin/v1/storage/erasures {\"visitor_id\":\"v-1\",\"close\":false}");
            Run again = storage("erase", "--visitor", "v-1", "--yes", "--receipt", receipt.toString());
            assertThat(again.exit()).isEqualTo(1);
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void nothing_is_erased_unasked_nor_over_an_open_conversation() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, DONE)) {
            assertThat(storage("erase", "--visitor", "v-1").exit()).isEqualTo(2);
            assertThat(server.asked()).hasSize(1);
        }
        try (AdminServer server =
                AdminServer.answering(data, 200, DONE.replace("\"open\": []", "\"open\": [\"c7\"]"))) {
            Run open = storage("erase", "--external-id", "u-1", "--channel", "web", "--yes");
            assertThat(open.exit()).isEqualTo(1);
            assertThat(open.err()).contains("c7 is open; nothing was erased", "--close");
            assertThat(server.asked())
                    .containsExactly(
                            "POST /admin/v1/storage/erasures/plan {\"external_id\":\"u-1\",\"channel\":\"web\"}");
            assertThat(storage("erase", "--visitor", "v-1", "--yes", "--close").exit())
                    .isZero();
        }
    }

    @Test
    void what_is_pending_or_held_is_said_and_in_the_exit_code() throws IOException {
        String pending = DONE.replace("\"state\": \"erased\"", "\"state\": \"pending\", \"reason\": \"it is away\"")
                .replace("\"ended_at\": \"2026-03-01T00:00:00Z\", \"complete\": true", "\"complete\": false");
        try (AdminServer _ = AdminServer.answering(data, 200, pending)) {
            Run run = storage("erase", "--visitor", "v-1", "--yes");
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.err()).contains("pending: journal (it is away)");
        }
        String part = DONE.replace("\"complete\": true", "\"complete\": false");
        try (AdminServer _ = AdminServer.answering(data, 200, part.replace("\"held\": []", "\"held\": [\"c9\"]"))) {
            Run run = storage("erase", "--visitor", "v-1", "--yes");
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.err()).contains("left, as it is held: conversation c9");
        }
        String left = part.replace("\"held\": []", "\"held\": [], \"not_erased\": [\"warm mysql\"]");
        try (AdminServer _ = AdminServer.answering(data, 200, left)) {
            Run run = storage("erase", "--visitor", "v-1", "--yes");
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.err())
                    .contains("not erased: warm mysql")
                    .contains("for the receipt of then: kefuctl storage erase --yes --visitor v-1");
        }
    }

    @Test
    void a_receipt_is_told_genuine_from_tampered_without_a_server() throws IOException {
        ReceiptKey key = ReceiptKey.of(data);
        Instant at = Instant.parse("2026-03-01T00:00:00Z");
        Erasure erasure = new Erasure("e1", "v-1", at, at, 2, List.of(Part.done("journal", 9)), List.of(), List.of());
        Path receipt = data.resolve("receipt.json");
        Path pub = data.resolve("erasures.pub");
        Files.writeString(receipt, ErasureReceipt.of(erasure, key).toPrettyString());
        assertThat(storage("erase", "--verify", receipt.toString()).out())
                .isEqualTo(
                        "genuine: erasure e1, asked for at 2026-03-01T00:00:00Z, complete at 2026-03-01T00:00:00Z\n");
        assertThat(storage("erase", "--verify", receipt.toString(), "--key", pub.toString())
                        .exit())
                .isZero();
        Files.writeString(receipt, Files.readString(receipt).replace("\"removed\" : 9", "\"removed\" : 8"));
        Run tampered = storage("erase", "--verify", receipt.toString());
        assertThat(tampered.exit()).isEqualTo(1);
        assertThat(tampered.err()).contains("was changed after it was signed");
        Path other = Files.createDirectory(data.resolve("other"));
        ReceiptKey.of(other);
        Run otherKey = storage(
                "erase",
                "--verify",
                receipt.toString(),
                "--key",
                other.resolve("erasures.pub").toString());
        assertThat(otherKey.exit()).isEqualTo(1);
        assertThat(otherKey.err()).contains("signed with another key");
        Files.writeString(receipt, "nothing of the kind");
        assertThat(storage("erase", "--verify", receipt.toString()).err()).contains("is no receipt");
    }

    @Test
    void a_conversation_is_held_listed_and_let_go() throws IOException {
        String list = """
                {"items": [{"conversation_id": "c7", "reason": "case 7", "since": "2026-03-01T00:00:00Z"}]}""";
        try (AdminServer server = AdminServer.answering(data, 200, list)) {
            assertThat(storage("hold", "add", "c7", "--reason", "case 7").exit())
                    .isZero();
            assertThat(storage("hold", "list").out().lines())
                    .containsExactly(
                            "CONVERSATION   SINCE                  REASON",
                            "c7             2026-03-01T00:00:00Z   case 7");
            assertThat(storage("hold", "list", "-o", "json").out()).contains("\"kind\" : \"HoldList\"");
            assertThat(storage("hold", "remove", "c7").exit()).isZero();
            assertThat(server.asked())
                    .containsExactly(
                            "PUT /admin/v1/storage/holds/c7 {\"reason\":\"case 7\"}",
                            "GET /admin/v1/storage/holds",
                            "GET /admin/v1/storage/holds",
                            "DELETE /admin/v1/storage/holds/c7");
        }
    }

    @Test
    void who_is_meant_must_be_said_in_one_way() {
        assertThat(storage("erase").exit()).isEqualTo(2);
        assertThat(storage("erase", "--visitor", "v", "--external-id", "u", "--channel", "web")
                        .exit())
                .isEqualTo(2);
        assertThat(storage("erase", "--external-id", "u").exit()).isEqualTo(2);
    }
}
