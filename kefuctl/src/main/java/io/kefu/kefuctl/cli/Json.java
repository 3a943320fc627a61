package io.kefu.kefuctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code -o json} prints. */
public final class Json {

    private Json() {}

    /** Indented, with a line end. */
    public static String write(Object value) {
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(value) + "\n";
    }

    /** A file's document. */
    public static JsonNode read(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    /** What a server answered, after {@code apiVersion} and {@code kind}; its own are left out. */
    public static Map<String, Object> document(String kind, JsonNode answer) {
        Map<String, Object> document = document(kind);
        answer.properties().forEach(each -> document.putIfAbsent(each.getKey(), each.getValue()));
        return document;
    }

    /** An object that begins with {@code apiVersion} and {@code kind}; add to it in the order to be printed. */
    public static Map<String, Object> document(String kind) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", "kefu.io/v1");
        document.put("kind", kind);
        return document;
    }
}
