package io.kefu.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Button;
import io.kefu.protocol.v1.Card;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.Send;
import org.junit.jupiter.api.Test;

class SensitiveWordsTest {

    private static Send masked(Send send) {
        return SensitiveWords.masked(send, text -> text.replace("darn", "****"));
    }

    @Test
    void they_are_masked_wherever_people_read_and_nowhere_else() {
        Send send = Send.newBuilder()
                .setClientMsgId("darn")
                .setText("darn it")
                .setFile(File.newBuilder().setFileId("darn").setName("darn.png"))
                .setCard(Card.newBuilder()
                        .setTitle("darn")
                        .setText("so darn")
                        .addButtons(Button.newBuilder().setId("darn").setLabel("darn!")))
                .setEvent(Event.newBuilder().setName("contact").putData("note", "darn late"))
                .build();
        Send shown = masked(send);
        assertThat(shown.getText()).isEqualTo("**** it");
        assertThat(shown.getFile().getName()).isEqualTo("****.png");
        assertThat(shown.getCard().getTitle() + shown.getCard().getText()).isEqualTo("****so ****");
        assertThat(shown.getCard().getButtons(0).getLabel()).isEqualTo("****!");
        assertThat(shown.getEvent().getDataMap()).containsEntry("note", "**** late");
        assertThat(shown.getClientMsgId()).isEqualTo("darn");
        assertThat(shown.getFile().getFileId()).isEqualTo("darn");
        assertThat(shown.getCard().getButtons(0).getId()).isEqualTo("darn");
    }

    @Test
    void what_has_none_stays_as_it_is() {
        Send plain = Send.newBuilder().setText("fine").build();
        assertThat(masked(plain)).isSameAs(plain);
    }
}
