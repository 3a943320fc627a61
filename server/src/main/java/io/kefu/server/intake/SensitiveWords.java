package io.kefu.server.intake;

import io.kefu.protocol.v1.Button;
import io.kefu.protocol.v1.Card;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.Send;
import java.util.function.UnaryOperator;

/** Sensitive words taken out of everything in a message that people read. */
final class SensitiveWords {

    private SensitiveWords() {}

    /** {@code words} makes a text one that may be shown; the same message when it changes nothing. */
    static Send masked(Send send, UnaryOperator<String> words) {
        String text = words.apply(send.getText());
        boolean onlyText = !send.hasFile() && !send.hasCard() && !send.hasEvent();
        if (onlyText && text.equals(send.getText())) {
            return send;
        }
        Send.Builder masked = send.toBuilder().setText(text);
        if (send.hasFile()) {
            masked.getFileBuilder().setName(words.apply(send.getFile().getName()));
        }
        if (send.hasCard()) {
            masked.setCard(card(send.getCard(), words));
        }
        if (send.hasEvent()) {
            masked.setEvent(event(send.getEvent(), words));
        }
        return masked.build();
    }

    private static Card card(Card card, UnaryOperator<String> words) {
        Card.Builder masked =
                card.toBuilder().setTitle(words.apply(card.getTitle())).setText(words.apply(card.getText()));
        masked.clearButtons();
        for (Button button : card.getButtonsList()) {
            masked.addButtons(button.toBuilder().setLabel(words.apply(button.getLabel())));
        }
        return masked.build();
    }

    /** Such as the note beside a contact. */
    private static Event event(Event event, UnaryOperator<String> words) {
        Event.Builder masked = event.toBuilder();
        event.getDataMap().forEach((name, value) -> masked.putData(name, words.apply(value)));
        return masked.build();
    }
}
