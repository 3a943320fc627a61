package io.kefu.protocol;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import io.kefu.protocol.BadFrameException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Payloads of {@code kefu.v1.proto+zstd}: the protobuf form of a frame, or one Zstandard frame (RFC 8878) of it, made with
 * the dictionary that both sides have. Which of both is seen from the first bytes: a Zstandard frame begins with its magic
 * number, {@code 28 B5 2F FD}, whose first byte as a protobuf tag would be a number (wire type 0), and every field of {@code
 * ClientFrame} and {@code ServerFrame} is a message (wire type 2). A Zstandard frame says how large its content is, and names
 * no dictionary: the subprotocol does, so another dictionary comes with another name. Safe for use by many threads.
 */
public final class FrameZstd {
    /** Less is not worth the header of a Zstandard frame. */
    public static final int LEAST_BYTES = 32;

    /** Where the dictionary is among the resources: for other clients, who have to have the very same. */
    public static final String DICTIONARY = "/io/kefu/protocol/chat-v1.zdict";

    private static final int LEVEL = 3;
    private static final byte[] MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};

    private FrameZstd() {}

    /** Loaded when the first such client comes: the compressor has a native library. */
    private static final class Contexts {
        private static final byte[] BYTES = dictionary();
        private static final ZstdDictCompress COMPRESS = new ZstdDictCompress(BYTES, LEVEL);
        private static final ZstdDictDecompress DECOMPRESS = new ZstdDictDecompress(BYTES);
        private static final Kept<ZstdCompressCtx> COMPRESSING = new Kept<>(Contexts::compressing);
        private static final Kept<ZstdDecompressCtx> DECOMPRESSING = new Kept<>(Contexts::decompressing);

        private Contexts() {}

        private static ZstdCompressCtx compressing() {
            return new ZstdCompressCtx()
                    .setLevel(LEVEL)
                    .setDictID(false)
                    .setContentSize(true)
                    .loadDict(COMPRESS);
        }

        private static ZstdDecompressCtx decompressing() {
            return new ZstdDecompressCtx().loadDict(DECOMPRESS);
        }
    }

    /** The dictionary's bytes. */
    public static byte[] dictionary() {
        try (InputStream in = FrameZstd.class.getResourceAsStream(DICTIONARY)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The payload of a frame's protobuf form: compressed where that is smaller, else the very same array. */
    public static byte[] smaller(byte[] proto) {
        if (proto.length < LEAST_BYTES) {
            return proto;
        }
        ZstdCompressCtx context = Contexts.COMPRESSING.take();
        try {
            byte[] compressed = context.compress(proto);
            return compressed.length < proto.length ? compressed : proto;
        } finally {
            if (!Contexts.COMPRESSING.keep(context)) {
                context.close();
            }
        }
    }

    /**
     * A payload's protobuf form; takes no more memory than a frame may have, whatever the payload claims.
     *
     * @throws BadFrameException when it claims more than {@link FrameJson#MAX_BYTES}, does not say how much, or is damaged
     */
    public static byte[] plain(byte[] payload) throws BadFrameException {
        if (!isCompressed(payload)) {
            return payload;
        }
        long size = Zstd.getFrameContentSize(payload);
        if (size < 0) {
            throw new BadFrameException(Reason.SYNTAX, "a Zstandard frame has to say how large its content is");
        }
        if (size > FrameJson.MAX_BYTES) {
            throw new BadFrameException(
                    Reason.TOO_LARGE, "a frame has at most " + FrameJson.MAX_BYTES + " bytes when it is decompressed");
        }
        return decompressed(payload, (int) size);
    }

    private static byte[] decompressed(byte[] payload, int size) throws BadFrameException {
        ZstdDecompressCtx context = Contexts.DECOMPRESSING.take();
        try {
            return context.decompress(payload, size);
        } catch (ZstdException e) {
            throw new BadFrameException(
                    Reason.SYNTAX, "a Zstandard frame that cannot be decompressed with this protocol's dictionary");
        } finally {
            if (!Contexts.DECOMPRESSING.keep(context)) {
                context.close();
            }
        }
    }

    private static boolean isCompressed(byte[] payload) {
        return payload.length > MAGIC.length
                && payload[0] == MAGIC[0]
                && payload[1] == MAGIC[1]
                && payload[2] == MAGIC[2]
                && payload[3] == MAGIC[3];
    }
}
