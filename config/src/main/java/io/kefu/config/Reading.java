package io.kefu.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads one document's tree by its shape. Reports whatever is wrong and goes on; a value that is wrong, or holds one
 * that is, comes back as null.
 */
final class Reading {

    /** Aliases share nodes, so a small text may be a huge tree. */
    private static final int MAX_NODES = 500_000;

    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,3}");

    private final SourceFile file;
    private final Expansion expansion;
    private final Map<String, TextCheck> languages;
    private final Consumer<Problem> problems;
    private final Places places;
    private final List<Reference> references = new ArrayList<>();
    private int nodes;

    Reading(SourceFile file, Expansion expansion, Map<String, TextCheck> languages, Consumer<Problem> problems) {
        this.file = file;
        this.expansion = expansion;
        this.languages = languages;
        this.problems = problems;
        this.places = new Places(file);
    }

    /** A default written in an annotation. A wrong one is a fault in the program. */
    static Object ofDefault(Shape shape, String yaml) {
        SourceFile source = new SourceFile(Path.of("default"), yaml);
        Consumer<Problem> fault = problem -> {
            throw new IllegalArgumentException("default `" + yaml + "`: " + problem);
        };
        Node node = YamlText.compose(source, fault).getFirst();
        return new Reading(source, new Expansion(name -> null), Map.of(), fault).read(shape, node, "");
    }

    Places places() {
        return places;
    }

    List<Reference> references() {
        return references;
    }

    Object read(Shape shape, Node node, String path) {
        if (++nodes > MAX_NODES) {
            return exhausted(node);
        }
        places.put(path, node);
        if (isForeign(node)) {
            return refuse(node, ProblemCode.WRONG_TYPE, "the tag `" + node.getTag() + "` is not read", "leave it out");
        }
        if (isEmpty(node)) {
            return refuse(node, ProblemCode.MISSING_KEY, shown(path) + " has no value", "write " + shape.expected());
        }
        return switch (shape) {
            case Shape.Fields fields -> fields(fields, node, path);
            case Shape.Items items -> items(items, node, path);
            case Shape.Entries entries -> entries(entries, node, path);
            case Shape.Localized localized when node instanceof MappingNode -> languages(localized, node, path);
            default -> scalar(shape, node, path);
        };
    }

    void report(Position at, ProblemCode code, String wrong, String instead) {
        problems.accept(new Problem(at, code, wrong, instead));
    }

    /** The map's values by key; reports keys that are no text or stand twice. */
    Map<String, NodeTuple> keys(MappingNode map) {
        Map<String, NodeTuple> byKey = new LinkedHashMap<>();
        for (NodeTuple entry : map.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                refuse(entry.getKeyNode(), ProblemCode.SYNTAX, "the key is a list or a map", "write a plain word");
                continue;
            }
            NodeTuple first = byKey.putIfAbsent(key.getValue(), entry);
            if (first != null) {
                refuse(
                        key,
                        ProblemCode.DUPLICATE_KEY,
                        Words.quoted(key.getValue()) + " stands twice, first on line "
                                + places.of(first.getKeyNode()).line(),
                        "keep one of them");
            }
        }
        return byKey;
    }

    private Object fields(Shape.Fields shape, Node node, String path) {
        if (!(node instanceof MappingNode map)) {
            return wrongType(shape, node, path);
        }
        Map<String, NodeTuple> written = keys(map);
        refuseUnknown(shape.keys(), written, path);
        Object[] values = new Object[shape.fields().size()];
        boolean complete = true;
        for (int i = 0; i < values.length; i++) {
            Shape.Field field = shape.fields().get(i);
            values[i] = field(field, written.get(field.key()), node, join(path, field.key()));
            complete &= values[i] != null;
        }
        return complete ? build(shape, values, path) : null;
    }

    private Object field(Shape.Field field, NodeTuple written, Node around, String path) {
        if (written != null) {
            Object value = read(field.shape(), written.getValueNode(), path);
            return field.optional() && value != null ? java.util.Optional.of(value) : value;
        }
        if (field.required()) {
            String instead = "write `" + field.key() + ": …` (" + field.shape().expected() + ")";
            return refuse(around, ProblemCode.MISSING_KEY, shown(path) + " is missing", instead);
        }
        return field.whenAbsent();
    }

    private void refuseUnknown(List<String> known, Map<String, NodeTuple> written, String path) {
        for (Map.Entry<String, NodeTuple> entry : written.entrySet()) {
            if (!known.contains(entry.getKey())) {
                String where = path.isEmpty() ? "here" : "in `" + path + "`";
                refuse(
                        entry.getValue().getKeyNode(),
                        ProblemCode.UNKNOWN_KEY,
                        Words.quoted(entry.getKey()) + " is not known " + where,
                        Nearest.to(entry.getKey(), known)
                                .map(near -> "write `" + near + "`")
                                .orElse("known here: " + String.join(", ", known)));
            }
        }
    }

    private Object build(Shape.Fields shape, Object[] values, String path) {
        try {
            return Construction.of(shape.type(), values);
        } catch (FieldProblem e) {
            report(places.of(join(path, e.key())), ProblemCode.CONTRADICTION, e.wrong(), e.instead());
            return null;
        }
    }

    private Object items(Shape.Items shape, Node node, String path) {
        if (!(node instanceof SequenceNode list)) {
            return wrongType(shape, node, path);
        }
        if (outside(list.getValue().size(), shape.min(), shape.max())) {
            return refuse(
                    node, ProblemCode.OUT_OF_BOUNDS, count(path, list.getValue().size()), "write " + shape.expected());
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            values.add(read(shape.item(), list.getValue().get(i), path + "[" + i + "]"));
        }
        return values.contains(null) ? null : Collections.unmodifiableList(values);
    }

    private Object entries(Shape.Entries shape, Node node, String path) {
        if (!(node instanceof MappingNode map)) {
            return wrongType(shape, node, path);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        keys(map).forEach((key, entry) -> values.put(key, read(shape.value(), entry.getValueNode(), join(path, key))));
        if (outside(values.size(), shape.min(), shape.max())) {
            return refuse(node, ProblemCode.OUT_OF_BOUNDS, count(path, values.size()), "write " + shape.expected());
        }
        return values.containsValue(null) ? null : Collections.unmodifiableMap(values);
    }

    private Object languages(Shape.Localized shape, Node node, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        boolean complete = true;
        for (Map.Entry<String, NodeTuple> entry : keys((MappingNode) node).entrySet()) {
            if (!LANGUAGE.matcher(entry.getKey()).matches()) {
                refuse(
                        entry.getValue().getKeyNode(),
                        ProblemCode.UNKNOWN_KEY,
                        Words.quoted(entry.getKey()) + " is not a language",
                        "write a tag (BCP 47) such as `zh` or `zh-TW`; text that holds a comma stands in quotes");
                continue;
            }
            Object text =
                    read(Scalars.localizedText(shape), entry.getValue().getValueNode(), join(path, entry.getKey()));
            complete &= text != null;
            texts.put(entry.getKey(), (String) text);
        }
        if (texts.isEmpty() && ((MappingNode) node).getValue().isEmpty()) {
            return refuse(
                    node, ProblemCode.MISSING_KEY, shown(path) + " names no language", "write " + shape.expected());
        }
        return complete && !texts.isEmpty() ? LocalizedText.of(texts) : null;
    }

    private Object scalar(Shape shape, Node node, String path) {
        if (!(node instanceof ScalarNode scalar)) {
            return wrongType(shape, node, path);
        }
        String written = scalar.getValue();
        try {
            String text = expansion.expand(written, file.folder());
            if (!scalar.isPlain() && takesNoQuotes(shape) && !Expansion.appliesTo(written)) {
                String wrong = "`\"" + written + "\"` in quotes is text";
                throw new Misfit(ProblemCode.WRONG_TYPE, wrong, "write " + shape.expected() + ", without quotes");
            }
            return accept(shape, node, path, Scalars.parse(shape, text, written));
        } catch (Misfit e) {
            return refuse(node, e.code(), shown(path) + ": " + e.wrong(), e.instead());
        }
    }

    /** What a value means outside itself: a reference is remembered, a folder looked for, a rule compiled. */
    private Object accept(Shape shape, Node node, String path, Object value) throws Misfit {
        if (shape instanceof Shape.Text text) {
            text.refersTo().ifPresent(kind -> references.add(new Reference(kind, (String) value, places.of(node))));
            return text.language().isEmpty() || speaks(text.language().get(), (String) value, path) ? value : null;
        }
        if (shape instanceof Shape.Directory) {
            Path folder = file.folder().resolve((String) value);
            if (!Files.isDirectory(folder)) {
                throw new Misfit(
                        ProblemCode.UNREADABLE_FILE,
                        "the folder `" + value + "` does not exist",
                        "make `" + folder + "`, or write another");
            }
            return folder;
        }
        return value;
    }

    private boolean speaks(String language, String text, String path) {
        List<TextCheck.Fault> faults =
                languages.getOrDefault(language, any -> List.of()).check(text);
        for (TextCheck.Fault fault : faults) {
            report(places.inside(path, fault.offset()), fault.code(), fault.wrong(), fault.instead());
        }
        return faults.isEmpty();
    }

    private static boolean takesNoQuotes(Shape shape) {
        return shape instanceof Shape.Flag || shape instanceof Shape.Whole || shape instanceof Shape.Real;
    }

    private static boolean isForeign(Node node) {
        return !node.getTag().getValue().startsWith(Tag.PREFIX);
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getTag().equals(Tag.NULL);
    }

    private static boolean outside(int size, long min, long max) {
        return size < min || size > max;
    }

    private static String count(String path, int size) {
        return shown(path) + " has " + size + (size == 1 ? " entry" : " entries");
    }

    private Object wrongType(Shape shape, Node node, String path) {
        String found = switch (node) {
            case MappingNode map -> "a map";
            case SequenceNode list -> "a list";
            default -> shape instanceof Shape.Hidden ? "text" : Words.quoted(((ScalarNode) node).getValue());
        };
        return refuse(node, ProblemCode.WRONG_TYPE, shown(path) + " is " + found, "write " + shape.expected());
    }

    private Object exhausted(Node node) {
        if (nodes == MAX_NODES + 1) {
            refuse(node, ProblemCode.TOO_COMPLEX, "the document unfolds into too much", "use fewer aliases (`*name`)");
        }
        return null;
    }

    private Object refuse(Node node, ProblemCode code, String wrong, String instead) {
        report(places.of(node), code, wrong, instead);
        return null;
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String shown(String path) {
        return path.isEmpty() ? "the document" : "`" + path + "`";
    }
}
