package io.kefu.kefuctl.debug;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What is given to somebody who is to help: small files, by name in their order, and {@code manifest.json} that lists
 * them with size and SHA-256. The same facts at the same moment make the same bytes.
 */
final class Bundle {

    /** All files together. */
    static final int MOST_BYTES = 1 << 20;

    private final Facts facts;
    private final Instant at;

    Bundle(Facts facts, Instant at) {
        this.facts = facts;
        this.at = at;
    }

    /** The files, the manifest first. */
    SequencedMap<String, byte[]> files() {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        Map<String, byte[]> contents = contents();
        files.put("kefu-debug/manifest.json", bytes(Json.write(manifest(contents))));
        contents.forEach((name, content) -> files.put("kefu-debug/" + name, content));
        int size = files.values().stream().mapToInt(each -> each.length).sum();
        if (size > MOST_BYTES) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "the bundle would have " + size + " bytes, more than it ever should",
                    "report this");
        }
        return files;
    }

    byte[] archive() throws IOException {
        return Tar.gz(files());
    }

    Map<String, Object> manifest() {
        return manifest(contents());
    }

    private Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new TreeMap<>();
        facts.status().ifPresent(each -> contents.put("status.json", json(AllowList.STATUS.filter(each))));
        facts.storage().ifPresent(each -> contents.put("storage.json", json(AllowList.STORAGE.filter(each))));
        facts.insides().ifPresent(each -> contents.put("insides.json", json(AllowList.INSIDES.filter(each))));
        facts.metrics().ifPresent(each -> contents.put("metrics.txt", bytes(MeterSums.of(each))));
        contents.put("doctor.json", json(facts.doctor()));
        contents.put("config.json", json(facts.documents()));
        contents.put("host.json", json(facts.host()));
        return contents;
    }

    private Map<String, Object> manifest(Map<String, byte[]> contents) {
        Map<String, Object> manifest = Json.document("DebugBundle");
        manifest.put("version", facts.version());
        manifest.put("created_at", at.toString());
        List<Map<String, Object>> files = new ArrayList<>();
        contents.forEach((name, content) -> {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("name", name);
            file.put("bytes", content.length);
            file.put("sha256", digest(content));
            files.add(file);
        });
        manifest.put("files", files);
        return manifest;
    }

    private static byte[] json(Object value) {
        return bytes(Json.write(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
