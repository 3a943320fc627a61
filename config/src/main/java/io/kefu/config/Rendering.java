package io.kefu.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Documents back to YAML: what the loader would read to the same records. */
final class Rendering {

    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSplitLines(false)
            .setDereferenceAliases(true)
            .build();

    /**
     * How what does not simply stand there is written.
     *
     * @param secret in place of a secret
     * @param folder in place of a folder, given its files' extension too
     */
    record Form(Function<Secret, Object> secret, BiFunction<Path, String, Object> folder) {

        /** For people. */
        static final Form SHOWN = new Form(secret -> Secret.MASK, (folder, extension) -> folder.toString());
    }

    private final Form form;

    private Rendering(Form form) {
        this.form = form;
    }

    /** Each document's text, in the order of {@link Documents#all}. */
    static List<String> each(Documents documents, Form form) {
        Rendering rendering = new Rendering(form);
        return documents.all().stream()
                .map(document -> rendering.document(document, documents.shape(document.kind())))
                .map(root -> new Dump(SETTINGS).dumpToString(root))
                .toList();
    }

    /** A document as maps, lists and what the form makes of the rest. */
    static Map<String, Object> plain(Document<?> document, Shape.Fields shape, Form form) {
        return new Rendering(form).document(document, shape);
    }

    /** A default as the reference page shows it. */
    static Object plainDefault(Shape shape, Object value) {
        return new Rendering(Form.SHOWN).plain(shape, value);
    }

    private Map<String, Object> document(Document<?> document, Shape.Fields shape) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", document.name());
        if (!document.labels().isEmpty()) {
            metadata.put("labels", escaped(document.labels()));
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("apiVersion", Envelope.API_VERSION);
        root.put("kind", document.kind().name());
        root.put("metadata", metadata);
        root.put("spec", fields(shape, document.spec()));
        return root;
    }

    private Map<String, Object> fields(Shape.Fields shape, Record value) {
        Map<String, Object> plain = new LinkedHashMap<>();
        List<Object> components = components(value);
        for (int i = 0; i < components.size(); i++) {
            Shape.Field field = shape.fields().get(i);
            Object component = components.get(i);
            Object present = component instanceof Optional<?> optional ? optional.orElse(null) : component;
            if (present != null) {
                plain.put(field.key(), plain(field.shape(), present));
            }
        }
        return plain;
    }

    private Object plain(Shape shape, Object value) {
        return switch (shape) {
            case Shape.Fields fields -> fields(fields, (Record) value);
            case Shape.Items items ->
                ((List<?>) value)
                        .stream().map(item -> plain(items.item(), item)).toList();
            case Shape.Entries entries -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                ((Map<?, ?>) value).forEach((key, entry) -> plain.put((String) key, plain(entries.value(), entry)));
                yield plain;
            }
            case Shape.Span span -> Durations.format((Duration) value);
            case Shape.Size size -> value.toString();
            case Shape.Hidden hidden -> form.secret().apply((Secret) value);
            case Shape.Localized localized -> localized((LocalizedText) value);
            case Shape.Word word -> Words.of((Enum<?>) value);
            case Shape.Directory folder -> form.folder().apply((Path) value, folder.extension());
            case Shape.Text text -> escaped((String) value);
            case Shape.Flag flag -> value;
            case Shape.Whole whole -> value;
            case Shape.Real real -> value;
        };
    }

    private static Object localized(LocalizedText text) {
        return text.isPlain() ? escaped(text.first()) : escaped(text.byLanguage());
    }

    private static Map<String, Object> escaped(Map<String, String> texts) {
        Map<String, Object> escaped = new LinkedHashMap<>();
        texts.forEach((key, text) -> escaped.put(key, escaped(text)));
        return escaped;
    }

    /** What stands there is not to be looked for elsewhere when it is read again. */
    static String escaped(String text) {
        return text.replace("${", "$${");
    }

    /** The values of a record's components, in order. */
    static List<Object> components(Record value) {
        return Arrays.stream(value.getClass().getRecordComponents())
                .map(component -> component(value, component))
                .toList();
    }

    private static Object component(Record value, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}
