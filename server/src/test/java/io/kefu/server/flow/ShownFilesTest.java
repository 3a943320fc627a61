package io.kefu.server.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.protocol.v1.Card;
import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.Message;
import io.kefu.storage.files.FileReference;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import org.junit.jupiter.api.Test;

class ShownFilesTest {
    private final ShownFiles shown = new ShownFiles();

    private static JournalRecord record(RecordKind kind, byte[] body) {
        return new JournalRecord("c1", "e", 1, kind, "ann", "", 42, body);
    }

    @Test
    void a_message_shows_its_file_and_a_cards_picture() {
        Message file = Message.newBuilder()
                .setFile(File.newBuilder().setFileId("f1").setThumbnailFileId("small"))
                .build();
        Message card = Message.newBuilder()
                .setCard(Card.newBuilder().setImageFileId("f2"))
                .build();

        assertThat(shown.references(record(RecordKind.MESSAGE, file.toByteArray())))
                .containsExactly(new FileReference("f1", "c1", 42));
        assertThat(shown.references(record(RecordKind.MESSAGE, card.toByteArray())))
                .containsExactly(new FileReference("f2", "c1", 42));
    }

    @Test
    void words_facts_and_ledgers_show_none() {
        byte[] words = Message.newBuilder().setText("hello").build().toByteArray();
        assertThat(shown.references(record(RecordKind.MESSAGE, words))).isEmpty();
        assertThat(shown.references(record(RecordKind.FACT, new byte[] {1}))).isEmpty();
        assertThat(shown.references(record(RecordKind.LEDGER, new byte[] {1}))).isEmpty();
    }

    @Test
    void a_body_that_is_no_message_is_named() {
        assertThatThrownBy(() -> shown.references(record(RecordKind.MESSAGE, new byte[] {(byte) 0xFF})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no message");
    }
}
