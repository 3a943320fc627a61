package io.kefu.kefuctl.load.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A multipart form (RFC 7578) with a picture. Each one that is made has another comment in the picture: a server that keeps
 * equal files once has to keep each. One thread.
 */
public final class PictureForm {
    private static final String BOUNDARY = "kefu-bench-0f9c2d";

    /** What {@code Content-Type} says of it. */
    public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final byte[] form;
    private final int digitsAt;
    private long next = ThreadLocalRandom.current().nextLong(1_000_000_000L) * 1_000_000;

    private PictureForm(byte[] form, int digitsAt) {
        this.form = form;
        this.digitsAt = digitsAt;
    }

    /** With a JPEG of exactly so many bytes, of 1,280 × 960 pixels. */
    public static PictureForm of(int bytes) throws IOException {
        Picture picture = Picture.of(bytes);
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"picture.jpg\"\r\n"
                                + "Content-Type: image/jpeg\r\n\r\n")
                        .getBytes(US_ASCII));
        int digitsAt = form.size() + picture.digitsAt();
        form.writeBytes(picture.bytes());
        form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(US_ASCII));
        return new PictureForm(form.toByteArray(), digitsAt);
    }

    int length() {
        return form.length;
    }

    /** One that there was not before, alone. */
    public byte[] next() {
        return next(new byte[0]);
    }

    /** One that there was not before, after {@code head}. */
    byte[] next(byte[] head) {
        byte[] all = new byte[head.length + form.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(form, 0, all, head.length, form.length);
        long rest = next++;
        for (int i = Picture.DIGITS - 1; i >= 0; i--) {
            all[head.length + digitsAt + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return all;
    }
}
