package io.kefu.kefuctl.debug;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.GZIPOutputStream;

/** A tar archive of small files (POSIX.1-2017, pax: ustar Interchange Format), the same bytes for the same files. */
final class Tar {

    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int CHECKSUM = 148;

    private Tar() {}

    /** Compressed with gzip (RFC 1952), without a time. */
    static byte[] gz(SequencedMap<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> each : files.entrySet()) {
                out.write(header(each.getKey(), each.getValue().length));
                out.write(each.getValue());
                out.write(new byte[Math.floorMod(-each.getValue().length, BLOCK)]);
            }
            out.write(new byte[2 * BLOCK]);
        }
        return bytes.toByteArray();
    }

    /** Of nobody's, from no time, readable by all. */
    private static byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length > NAME) {
            throw new IllegalArgumentException(name + " is too long a name");
        }
        System.arraycopy(path, 0, header, 0, path.length);
        put(header, NAME, "0000644\0" + "0000000\0" + "0000000\0" + octal(size, 11) + "\0" + octal(0, 11) + "\0");
        put(header, CHECKSUM, "        0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, CHECKSUM, octal(sum, 6) + "\0 ");
        return header;
    }

    private static String octal(int value, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", value);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
