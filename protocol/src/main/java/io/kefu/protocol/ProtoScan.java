package io.kefu.protocol;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.kefu.protocol.BadFrameException.Reason;
import java.io.IOException;

/**
 * Walks over a frame's protobuf encoding before it is parsed. The generated parser would silently take the last of two
 * kinds and keep unknown fields uncounted; this pass costs a few dozen nanoseconds and allocates nothing a field.
 */
final class ProtoScan {
    private final CodedInputStream in;
    private int unknown;

    ProtoScan(CodedInputStream in) {
        this.in = in;
    }

    /** Fields and enum numbers that this version does not know. */
    int unknown() {
        return unknown;
    }

    /** Scans a whole frame; returns 0 when its kind is known, else the field number of the unknown kind. */
    int frame(MessageTable kinds) throws IOException, BadFrameException {
        int unknownKind = 0;
        Field kind = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Field field = kinds.byNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                unknownKind = unknownKind == 0 ? WireFormat.getTagFieldNumber(tag) : unknownKind;
                skip(tag);
                continue;
            }
            oneKind(kind, field);
            kind = field;
            field(field, tag, 1);
        }
        if (kind == null && unknownKind == 0) {
            throw new BadFrameException(Reason.NO_KIND, "the frame has no kind: set exactly one");
        }
        return kind == null ? unknownKind : 0;
    }

    private static void oneKind(Field before, Field now) throws BadFrameException {
        if (before != null) {
            throw before == now
                    ? new BadFrameException(Reason.DUPLICATE_FIELD, "the kind stands twice")
                    : new BadFrameException(Reason.TWO_KINDS, "the frame has two kinds: send two frames");
        }
    }

    private void fields(MessageTable table, int depth) throws IOException, BadFrameException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Field field = table.byNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                skip(tag);
            } else {
                field(field, tag, depth);
            }
        }
    }

    private void field(Field field, int tag, int depth) throws IOException, BadFrameException {
        if (WireFormat.getTagWireType(tag) != field.type.wire) {
            throw new BadFrameException(Reason.WRONG_TYPE, field.descriptor.getName() + ": a value of another type");
        }
        switch (field.type) {
            case ENUM -> {
                if (field.words.word(in.readEnum()) == null) {
                    unknown++;
                }
            }
            case MESSAGE -> message(field, depth);
            default -> in.skipField(tag);
        }
    }

    private void message(Field field, int depth) throws IOException, BadFrameException {
        if (depth >= FrameJson.MAX_DEPTH) {
            throw new BadFrameException(Reason.TOO_DEEP, "more than " + FrameJson.MAX_DEPTH + " parts in one another");
        }
        int length = in.readRawVarint32();
        int outer = in.pushLimit(length);
        fields(field.table, depth + 1);
        in.checkLastTagWas(0);
        in.popLimit(outer);
    }

    /** Unknown fields; groups are obsolete, none of ours, and could nest without end. */
    private void skip(int tag) throws IOException {
        int type = WireFormat.getTagWireType(tag);
        if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
            throw new InvalidProtocolBufferException("group");
        }
        unknown++;
        in.skipField(tag);
    }
}
