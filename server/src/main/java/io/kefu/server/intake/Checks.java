package io.kefu.server.intake;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import io.kefu.server.delivery.Audience;
import java.util.Set;

/** Whether a message is one at all, whoever sends it. The bounds are those of the protocol. */
final class Checks {

    static final int MOST_TEXT = 8_000;
    static final int MOST_ID = 64;
    static final int MOST_PREVIEW = 500;
    private static final int MOST_EVENT_NAME = 64;
    private static final int MOST_EVENT_DATA = 20;
    private static final int MOST_EVENT_VALUE = 500;
    private static final int MOST_CARD_TEXT = 1_000;
    private static final int MOST_BUTTONS = 10;

    private static final Set<String> VISITORS_EVENTS = Set.of("handover", "feedback", "contact", "close", "button");

    private Checks() {}

    static void check(Audience who, Send send) {
        checkId(send.getClientMsgId());
        if (codePoints(send.getText()) > MOST_TEXT) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_TOO_LARGE,
                    "text has more than " + MOST_TEXT + " characters; send it in parts");
        }
        if (send.getTargetSeq() < 0 || send.getReplyToSeq() < 0) {
            throw Refusal.bad("target_seq and reply_to_seq are numbers of messages: 1 or more");
        }
        if (send.getPrivate() && !(who instanceof Audience.AgentAudience)) {
            throw new Refusal(ErrorCode.ERROR_CODE_FORBIDDEN, "only agents write private notes");
        }
        checkType(who, send);
    }

    private static void checkId(String id) {
        if (id.isEmpty() || codePoints(id) > MOST_ID) {
            throw Refusal.bad("client_msg_id must have 1 to " + MOST_ID + " characters");
        }
    }

    private static void checkType(Audience who, Send send) {
        switch (send.getMessageType()) {
            case MESSAGE_TYPE_TEXT -> needs(!send.getText().isBlank(), "a text message needs a text");
            case MESSAGE_TYPE_IMAGE, MESSAGE_TYPE_VOICE, MESSAGE_TYPE_FILE ->
                needs(!send.getFile().getFileId().isEmpty(), "file.file_id is missing: upload the file first");
            case MESSAGE_TYPE_CARD -> checkCard(who, send);
            case MESSAGE_TYPE_EVENT -> checkEvent(who, send.getEvent());
            case MESSAGE_TYPE_RECALL -> needs(send.getTargetSeq() > 0, "a recall needs target_seq");
            case MESSAGE_TYPE_EDIT -> {
                needs(send.getTargetSeq() > 0, "an edit needs target_seq");
                needs(!send.getText().isBlank(), "an edit needs the new text");
            }
            case MESSAGE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new Refusal(
                        ErrorCode.ERROR_CODE_UNSUPPORTED_TYPE,
                        "message_type must be one of text, image, voice, file, card, event, recall, edit");
        }
    }

    private static void checkCard(Audience who, Send send) {
        if (who instanceof Audience.VisitorAudience) {
            throw new Refusal(ErrorCode.ERROR_CODE_FORBIDDEN, "visitors send no cards");
        }
        boolean fits = codePoints(send.getCard().getTitle()) <= MOST_CARD_TEXT
                && codePoints(send.getCard().getText()) <= MOST_CARD_TEXT
                && send.getCard().getButtonsCount() <= MOST_BUTTONS;
        needs(fits, "a card has at most 10 buttons and 1,000 characters a text");
        needs(!send.getCard().getTitle().isBlank(), "a card needs a title");
        send.getCard()
                .getButtonsList()
                .forEach(button -> needs(isWebLink(button.getUrl()), "a button's url starts with https:// or http://"));
    }

    private static boolean isWebLink(String url) {
        return url.isEmpty() || url.startsWith("https://") || url.startsWith("http://");
    }

    /** Whatever else a visitor's event were called, somebody might take it for one of the system's own. */
    private static void checkEvent(Audience who, Event event) {
        needs(
                !(who instanceof Audience.VisitorAudience) || VISITORS_EVENTS.contains(event.getName()),
                "event.name must be one of handover, feedback, contact, close, button");
        needs(
                !event.getName().isEmpty() && codePoints(event.getName()) <= MOST_EVENT_NAME,
                "event.name must have 1 to 64 characters");
        needs(event.getDataCount() <= MOST_EVENT_DATA, "event.data has at most 20 entries");
        event.getDataMap()
                .forEach((key, value) -> needs(
                        codePoints(key) <= MOST_EVENT_NAME && codePoints(value) <= MOST_EVENT_VALUE,
                        "event.data has keys of at most 64 and values of at most 500 characters"));
        needs(codePoints(event.getButtonId()) <= MOST_ID, "event.button_id has at most 64 characters");
    }

    static boolean isFile(MessageType type) {
        return switch (type) {
            case MESSAGE_TYPE_IMAGE, MESSAGE_TYPE_VOICE, MESSAGE_TYPE_FILE -> true;
            default -> false;
        };
    }

    static void needs(boolean condition, String otherwise) {
        if (!condition) {
            throw Refusal.bad(otherwise);
        }
    }

    static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
