package io.kefu.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reference page (Markdown) of a set of kinds: every key with its type, bounds, default and meaning. */
public final class ReferencePage {

    private ReferencePage() {}

    /** One section a kind, then the codes of problems. Ends with a line end. */
    public static String of(List<Kind<?>> kinds) {
        Registry registry = new Registry(kinds);
        StringBuilder page = new StringBuilder("""
                # Configuration reference

                Generated from the records that the program reads; do not edit. Every document has `apiVersion: kefu.io/v1`,
                `kind`, `metadata {name, labels}` and `spec`; the tables list the keys of `spec`. Text may hold `${env:NAME}`,
                `${env:NAME:-default}` and `${file:path}`; `$${` is a plain `${`. Durations are written `200ms`, `30s`, `15m`,
                `24h`, `30d`, `3y`; sizes `512B`, `256KiB`, `20MiB`, `4GiB`.
                """);
        registry.kinds().forEach(kind -> kind(page, kind, registry.shape(kind)));
        codes(page);
        return page.toString();
    }

    static String doc(Kind<?> kind) {
        Doc doc = kind.spec().getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalArgumentException(kind.spec().getName() + " has no @Doc");
        }
        return doc.value();
    }

    private static void kind(StringBuilder page, Kind<?> kind, Shape.Fields shape) {
        page.append("\n## ").append(kind.name()).append("\n\n").append(doc(kind));
        page.append(kind.singleton() ? " One at most; its defaults hold when there is none.\n\n" : "\n\n");
        page.append("| key | takes | default | what it does |\n| --- | --- | --- | --- |\n");
        rows(page, shape, "");
    }

    private static void rows(StringBuilder page, Shape.Fields shape, String prefix) {
        for (Shape.Field field : shape.fields()) {
            String key = prefix + field.key();
            row(page, key, takes(field.shape()), absent(field), field.doc());
            inner(field.shape()).ifPresent(fields -> rows(page, fields, key + brackets(field.shape()) + "."));
        }
    }

    private static void row(StringBuilder page, String key, String takes, String absent, String doc) {
        page.append("| `").append(key).append("` | ").append(takes.replace("|", "\\|"));
        page.append(" | ")
                .append(absent)
                .append(" | ")
                .append(doc.replace("|", "\\|"))
                .append(" |\n");
    }

    static String takes(Shape shape) {
        return switch (shape) {
            case Shape.Fields fields -> "a map";
            case Shape.Items items
            when items.item() instanceof Shape.Fields -> "a list of " + items.min() + " to " + items.max() + " maps";
            case Shape.Entries entries
            when entries.value() instanceof Shape.Fields ->
                "a map of " + entries.min() + " to " + entries.max() + " names to maps";
            default -> shape.expected();
        };
    }

    static String absent(Shape.Field field) {
        if (field.required()) {
            return "**required**";
        }
        boolean toldBelow = field.shape() instanceof Shape.Fields fields
                && fields.fields().stream().noneMatch(Shape.Field::required);
        return field.optional() || toldBelow
                ? "–"
                : "`" + flow(Rendering.plainDefault(field.shape(), field.whenAbsent())) + "`";
    }

    private static String flow(Object plain) {
        return plain instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"))
                : String.valueOf(plain);
    }

    static Optional<Shape.Fields> inner(Shape shape) {
        return switch (shape) {
            case Shape.Fields fields -> Optional.of(fields);
            case Shape.Items items -> inner(items.item());
            case Shape.Entries entries -> inner(entries.value());
            default -> Optional.empty();
        };
    }

    private static String brackets(Shape shape) {
        return shape instanceof Shape.Items ? "[]" : shape instanceof Shape.Entries ? ".NAME" : "";
    }

    private static void codes(StringBuilder page) {
        page.append(
                "\n## Problems\n\nEach is printed as `FILE:LINE:COL  what is wrong — what to write instead  [CODE]`, all ");
        page.append("at once, and `kefuctl` exits with 78.\n\n| code | meaning |\n| --- | --- |\n");
        for (ProblemCode code : ProblemCode.values()) {
            page.append("| `")
                    .append(code.id())
                    .append("` | ")
                    .append(code.meaning())
                    .append(" |\n");
        }
    }
}
