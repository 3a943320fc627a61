package io.kefu.storage.files;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures made for a test. */
final class Pictures {
    /** Of a PNG: its signature and the first chunk. */
    private static final int AFTER_HEADER = 8 + 12 + 13;

    private Pictures() {}

    static byte[] of(String format, int width, int height) {
        // The left half red, so that a turn can be seen.
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width / 2; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, Color.RED.getRGB());
            }
        }
        return written(image, format);
    }

    private static byte[] written(BufferedImage image, String format) {
        var out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException(format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A PNG of a few bytes that says it is {@code width × height}. */
    static byte[] bomb(int width, int height) {
        byte[] png = of("png", 1, 1);
        ByteBuffer buffer = ByteBuffer.wrap(png);
        buffer.putInt(16, width).putInt(20, height);
        var crc = new CRC32();
        crc.update(png, 12, 17);
        buffer.putInt(29, (int) crc.getValue());
        return png;
    }

    /** As a camera's: soft colours under noise, in fine quality, with what cameras write into it. */
    static byte[] photograph(int width, int height, int orientation, String secret) {
        return withExif(jpeg(noise(width, height), 0.95f), orientation, secret);
    }

    static byte[] photographAsPng(int width, int height) {
        return written(noise(width, height), "png");
    }

    /** One of its colours is said to be transparent. */
    static byte[] photographWithTransparentColour(int width, int height) {
        byte[] png = photographAsPng(width, height);
        ByteBuffer chunk = ByteBuffer.allocate(4 + 4 + 6 + 4).putInt(6);
        chunk.put("tRNS".getBytes(StandardCharsets.US_ASCII)).put(new byte[] {0, 70, 0, 70, 0, 70});
        var crc = new CRC32();
        crc.update(chunk.array(), 4, 10);
        chunk.putInt((int) crc.getValue());
        var out = new ByteArrayOutputStream();
        out.write(png, 0, AFTER_HEADER);
        out.write(chunk.array(), 0, chunk.capacity());
        out.write(png, AFTER_HEADER, png.length - AFTER_HEADER);
        return out.toByteArray();
    }

    /** A photograph on even ground, as PNG. */
    static byte[] photographOnAScreen(int width, int height) {
        var screen = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = screen.createGraphics();
        pen.drawImage(noise(width, height / 3), 0, 0, null);
        pen.dispose();
        return written(screen, "png");
    }

    private static BufferedImage noise(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var random = new Random(width);
        int[] line = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int grain = random.nextInt(24);
                line[x] = (x * 200 / width + grain) << 16 | (y * 200 / height + grain) << 8 | 60 + grain;
            }
            image.setRGB(0, y, width, 1, line, 0, width);
        }
        return image;
    }

    private static byte[] jpeg(BufferedImage image, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            var settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writer.dispose();
        return bytes.toByteArray();
    }

    /** A JPEG with an Exif segment that holds a secret and says how to turn it. */
    static byte[] turned(int width, int height, int orientation, String secret) {
        return withExif(of("jpeg", width, height), orientation, secret);
    }

    private static byte[] withExif(byte[] jpeg, int orientation, String secret) {
        byte[] note = secret.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer exif = ByteBuffer.allocate(4 + 6 + 8 + 2 + 12 + 4 + note.length);
        exif.putShort((short) 0xFFE1).putShort((short) (exif.capacity() - 2));
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0).put(note);
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(exif.array(), 0, exif.capacity());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}
