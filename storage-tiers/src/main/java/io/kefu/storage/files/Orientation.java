package io.kefu.storage.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** How a JPEG is to be turned before it is shown: the orientation tag (0x0112) of Exif 2.3, section 4.6.4. */
final class Orientation {
    /** As it is. */
    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int MAX_ENTRIES = 512;

    private Orientation() {}

    /** 1 to 8; {@link #UPRIGHT} when nothing is said or it cannot be read. */
    static int of(byte[] jpeg) {
        try {
            ByteBuffer in = ByteBuffer.wrap(jpeg);
            int at = 2;
            while ((in.getShort(at) & 0xFFFF) != 0xFFDA) {
                int length = in.getShort(at + 2) & 0xFFFF;
                if ((in.getShort(at) & 0xFFFF) == 0xFFE1 && exif(jpeg, at + 4)) {
                    return tiff(in.slice(at + 10, length - 8));
                }
                if ((in.get(at) & 0xFF) != 0xFF || length < 2) {
                    return UPRIGHT;
                }
                at += 2 + length;
            }
        } catch (IndexOutOfBoundsException e) {
            return UPRIGHT;
        }
        return UPRIGHT;
    }

    private static boolean exif(byte[] jpeg, int at) {
        return jpeg.length >= at + 6 && new String(jpeg, at, 6, StandardCharsets.ISO_8859_1).equals("Exif\0\0");
    }

    private static int tiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = Math.min(MAX_ENTRIES, tiff.getShort(directory) & 0xFFFF);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
                int value = tiff.getShort(entry + 8) & 0xFFFF;
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
