package io.kefu.server.app;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** Bytes in which words are looked for, whatever the bytes are. */
final class Raw {
    /** Of a block in ClickHouse's files: a checksum, the method, the sizes packed (with these nine bytes) and unpacked. */
    private static final int CHECKSUM = 16;

    private static final int HEADER = 9;
    private static final int MOST_UNPACKED = 64 << 20;
    private static final byte LZ4 = (byte) 0x82;
    private static final byte ZSTD = (byte) 0x90;

    private Raw() {}

    /** Whether one of the words stands there in UTF-8. */
    static boolean holds(byte[] bytes, List<String> words) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return words.stream()
                .anyMatch(word ->
                        text.contains(new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
    }

    /** All that lies packed in a file of ClickHouse, one block after the other. */
    static byte[] unpacked(byte[] file) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + CHECKSUM + HEADER <= file.length) {
            int packed = bytes.getInt(at + CHECKSUM + 1) - HEADER;
            int unpacked = bytes.getInt(at + CHECKSUM + 5);
            int from = at + CHECKSUM + HEADER;
            boolean fits = packed > 0 && packed <= file.length - from && unpacked > 0 && unpacked <= MOST_UNPACKED;
            byte[] block = fits
                    ? block(file[at + CHECKSUM], Arrays.copyOfRange(file, from, from + packed), unpacked)
                    : new byte[0];
            all.writeBytes(block);
            at = block.length == 0 ? at + 1 : from + packed;
        }
        return all.toByteArray();
    }

    /** Empty where it is none. */
    private static byte[] block(byte method, byte[] packed, int size) {
        byte[] block = new byte[size];
        try {
            long length = switch (method) {
                case LZ4 -> LZ4Factory.safeInstance().fastDecompressor().decompress(packed, block) > 0 ? size : 0;
                case ZSTD -> Zstd.decompressByteArray(block, 0, size, packed, 0, packed.length);
                default -> 0;
            };
            return length == size ? block : new byte[0];
        } catch (LZ4Exception e) {
            return new byte[0]; // these bytes only look like a block's
        }
    }
}
