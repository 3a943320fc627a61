package io.kefu.server.flow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.v1.Message;
import io.kefu.storage.files.FileReference;
import io.kefu.storage.files.FileReferenceSource;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import java.util.List;
import java.util.stream.Stream;

/** Which uploads the flow's messages show. */
public final class ShownFiles implements FileReferenceSource {

    @Override
    public List<FileReference> references(JournalRecord record) {
        if (record.kind() != RecordKind.MESSAGE) {
            return List.of();
        }
        try {
            Message message = Message.parseFrom(record.body());
            return Stream.of(message.getFile().getFileId(), message.getCard().getImageFileId())
                    .filter(id -> !id.isEmpty())
                    .map(id -> new FileReference(id, record.stream(), record.atMillis()))
                    .toList();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the body is no message: " + e.getMessage(), e);
        }
    }
}
