package io.kefu.server.app;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.v1.Message;
import io.kefu.storage.export.BodyReader;
import io.kefu.storage.tier.StoredMessage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an export says of a message's protobuf form. */
final class ExportedBodies {
    private static final Logger LOG = LoggerFactory.getLogger(ExportedBodies.class);
    private static final String PREFIX = "MESSAGE_TYPE_";

    private ExportedBodies() {}

    /** An unknown type, of a later version, has its number for a word. */
    static BodyReader.Content content(StoredMessage stored) {
        try {
            Message message = Message.parseFrom(stored.body());
            return new BodyReader.Content(type(message), files(message));
        } catch (InvalidProtocolBufferException e) {
            LOG.error(
                    "message {} of {} is exported without its type and files, as its body cannot be read: {}",
                    stored.seq(),
                    stored.conversationId(),
                    e.getMessage());
            return new BodyReader.Content("", List.of());
        }
    }

    private static String type(Message message) {
        return switch (message.getMessageType()) {
            case MESSAGE_TYPE_UNSPECIFIED -> "";
            case UNRECOGNIZED -> Integer.toString(message.getMessageTypeValue());
            default ->
                message.getMessageType().name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        };
    }

    private static List<String> files(Message message) {
        return Stream.of(
                        message.getFile().getFileId(),
                        message.getFile().getThumbnailFileId(),
                        message.getCard().getImageFileId())
                .filter(id -> !id.isEmpty())
                .toList();
    }
}
