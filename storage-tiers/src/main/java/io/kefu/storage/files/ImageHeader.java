package io.kefu.storage.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads a picture's size from its header alone, so that a bomb is refused before anything is decoded: PNG (RFC 2083
 * section 4.1.1), JPEG (ITU-T T.81, B.2.2), GIF89a section 18, WebP (RFC 9649).
 */
final class ImageHeader {
    private ImageHeader() {}

    /** The size that {@code bytes} (the whole file or a large head of it) declares; empty when there is none to find. */
    static Optional<ImageSize> read(MediaType type, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return switch (type) {
                case PNG -> Optional.of(new ImageSize(in.getInt(16), in.getInt(20)));
                case GIF -> Optional.of(gif(in.order(ByteOrder.LITTLE_ENDIAN)));
                case JPEG -> jpeg(in);
                case WEBP -> webp(in.order(ByteOrder.LITTLE_ENDIAN));
                default -> Optional.empty();
            };
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static ImageSize gif(ByteBuffer in) {
        return new ImageSize(in.getShort(6) & 0xFFFF, in.getShort(8) & 0xFFFF);
    }

    private static Optional<ImageSize> jpeg(ByteBuffer in) {
        int at = 2;
        while (true) {
            int marker = in.getShort(at) & 0xFFFF;
            if (marker == 0xFFFF) {
                at++; // fill bytes may precede a marker
            } else if (startOfFrame(marker)) {
                return Optional.of(new ImageSize(in.getShort(at + 7) & 0xFFFF, in.getShort(at + 5) & 0xFFFF));
            } else if (marker < 0xFF01 || marker == 0xFFDA || marker == 0xFFD9) {
                return Optional.empty();
            } else {
                at += 2 + Math.max(2, in.getShort(at + 2) & 0xFFFF);
            }
        }
    }

    private static boolean startOfFrame(int marker) {
        return marker >= 0xFFC0 && marker <= 0xFFCF && marker != 0xFFC4 && marker != 0xFFC8 && marker != 0xFFCC;
    }

    private static Optional<ImageSize> webp(ByteBuffer in) {
        return switch (in.getInt(12)) {
            case 0x20385056 -> Optional.of(new ImageSize(in.getShort(26) & 0x3FFF, in.getShort(28) & 0x3FFF)); // "VP8 "
            case 0x4C385056 -> { // "VP8L"
                int bits = in.getInt(21);
                yield Optional.of(new ImageSize((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1));
            }
            case 0x58385056 ->
                Optional.of(new ImageSize(in.getInt(24) & 0xFFFFFF, in.getInt(27) & 0xFFFFFF))
                        .map(less -> new ImageSize(less.width() + 1, less.height() + 1)); // "VP8X"
            default -> Optional.empty();
        };
    }
}
