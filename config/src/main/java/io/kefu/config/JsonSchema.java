package io.kefu.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Schema (draft-07) of a set of kinds, for editors that complete and check while one types. It allows
 * whatever the loader allows; what only the loader can see (references, rules, secrets' strength) it lets pass.
 */
public final class JsonSchema {

    private static final String EXPANSION = "\\$\\{(env|file):[^}]+\\}";

    private JsonSchema() {}

    /** The schema of one document, as indented JSON with a line end. */
    public static String of(List<Kind<?>> kinds) {
        Registry registry = new Registry(kinds);
        Map<String, Object> definitions = new LinkedHashMap<>();
        List<Object> byKind = new ArrayList<>();
        for (Kind<?> kind : registry.kinds()) {
            definitions.put(kind.name(), described(fields(registry.shape(kind)), ReferencePage.doc(kind)));
            byKind.add(whenKind(kind.name()));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Kefu configuration document");
        schema.putAll(envelope(List.copyOf(registry.names())));
        schema.put("allOf", byKind);
        schema.put("definitions", definitions);
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(schema) + "\n";
    }

    private static Map<String, Object> envelope(List<String> kinds) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("apiVersion", ordered("const", Envelope.API_VERSION));
        properties.put("kind", Map.of("enum", kinds));
        properties.put("metadata", fields(Envelope.METADATA));
        properties.put("spec", Map.of("type", "object"));
        return object(properties, List.of("apiVersion", "kind", "metadata"));
    }

    private static Map<String, Object> whenKind(String kind) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("if", Map.of("properties", Map.of("kind", Map.of("const", kind))));
        rule.put("then", Map.of("properties", Map.of("spec", Map.of("$ref", "#/definitions/" + kind))));
        return rule;
    }

    private static Map<String, Object> fields(Shape.Fields shape) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Shape.Field field : shape.fields()) {
            properties.put(field.key(), described(schema(field.shape()), field.doc()));
            if (field.required()) {
                required.add(field.key());
            }
        }
        return object(properties, required);
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> described(Map<String, Object> schema, String doc) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", doc);
        described.putAll(schema);
        return described;
    }

    private static Map<String, Object> schema(Shape shape) {
        return switch (shape) {
            case Shape.Fields fields -> fields(fields);
            case Shape.Items items ->
                ordered(
                        "type",
                        "array",
                        "minItems",
                        items.min(),
                        "maxItems",
                        items.max(),
                        "items",
                        schema(items.item()));
            case Shape.Entries entries ->
                ordered(
                        "type", "object",
                        "minProperties", entries.min(),
                        "maxProperties", entries.max(),
                        "additionalProperties", schema(entries.value()));
            case Shape.Localized localized -> localized();
            case Shape.Flag flag -> orExpansion(ordered("type", "boolean"));
            case Shape.Whole whole ->
                orExpansion(ordered("type", "integer", "minimum", whole.min(), "maximum", whole.max()));
            case Shape.Real real ->
                orExpansion(ordered("type", "number", "minimum", real.min(), "maximum", real.max()));
            case Shape.Word word -> orExpansion(ordered("enum", word.words()));
            case Shape.Span span -> pattern(Durations.REGEX);
            case Shape.Size size -> pattern(ByteSize.REGEX);
            case Shape.Text text
            when text.form().isPresent() -> pattern(text.form().get().regex());
            case Shape.Text text -> ordered("type", List.of("string", "number", "boolean"));
            case Shape.Hidden hidden -> ordered("type", List.of("string", "number"));
            case Shape.Directory folder -> ordered("type", "string");
        };
    }

    private static Map<String, Object> localized() {
        Map<String, Object> texts = ordered("type", "object", "minProperties", 1);
        texts.put("additionalProperties", ordered("type", List.of("string", "number", "boolean")));
        return ordered("anyOf", List.of(ordered("type", List.of("string", "number", "boolean")), texts));
    }

    private static Map<String, Object> pattern(String regex) {
        return orExpansion(ordered("type", "string", "pattern", "^(" + regex + ")$"));
    }

    private static Map<String, Object> orExpansion(Map<String, Object> schema) {
        return ordered("anyOf", List.of(schema, ordered("type", "string", "pattern", EXPANSION)));
    }

    /** A map that keeps the order of its pairs, so that the schema file does not change by itself. */
    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
