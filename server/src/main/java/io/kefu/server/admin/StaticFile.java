package io.kefu.server.admin;

import io.kefu.storage.accounts.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** One built file, with its compressed form when that is smaller. The arrays are never changed. */
@SuppressWarnings("ArrayRecordComponent")
record StaticFile(String contentType, byte[] bytes, Optional<byte[]> gzipped, String digest) {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("map", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    static boolean known(String name) {
        return TYPES.containsKey(ending(name));
    }

    static StaticFile of(String name, byte[] bytes) {
        byte[] gzipped = gzip(bytes);
        String digest = HexFormat.of().formatHex(Sha256.digest().digest(bytes), 0, 16);
        return new StaticFile(
                TYPES.get(ending(name)),
                bytes,
                Optional.of(gzipped).filter(small -> small.length < bytes.length * 9L / 10),
                digest);
    }

    /** Strong (RFC 9110 section 8.8.3), so each form has its own. */
    String etag() {
        return "\"" + digest + "\"";
    }

    String gzipEtag() {
        return "\"" + digest + "-gzip\"";
    }

    int weight() {
        return bytes.length + gzipped.map(small -> small.length).orElse(0);
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
