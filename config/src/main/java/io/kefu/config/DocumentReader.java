package io.kefu.config;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a document's envelope, and its spec by the kind that the envelope names. */
final class DocumentReader {

    private static final List<String> KEYS = List.of("apiVersion", "kind", "metadata", "spec");

    private final Registry registry;
    private final Expansion expansion;
    private final Consumer<Problem> problems;

    DocumentReader(Registry registry, Expansion expansion, Consumer<Problem> problems) {
        this.registry = registry;
        this.expansion = expansion;
        this.problems = problems;
    }

    /** Adds what the tree declares to the draft, as far as it can be told. */
    void read(SourceFile file, Node root, Draft draft) {
        Reading envelope = new Reading(file, expansion, Map.of(), problems);
        Position start = envelope.places().of(root);
        if (!(root instanceof MappingNode map)) {
            problems.accept(new Problem(
                    start, ProblemCode.NOT_A_DOCUMENT, "not a map", "write the keys " + String.join(", ", KEYS)));
            return;
        }
        Map<String, NodeTuple> keys = envelope.keys(map);
        refuseUnknown(envelope, keys);
        apiVersion(envelope, start, keys.get("apiVersion"));
        Kind<?> kind = kind(envelope, start, keys.get("kind"));
        Envelope.Metadata metadata = metadata(envelope, start, keys.get("metadata"));
        if (kind != null) {
            body(kind, metadata, new Reading(file, expansion, kind.languages(), problems), start, keys, draft);
        }
    }

    private <T extends Record> void body(
            Kind<T> kind,
            Envelope.Metadata metadata,
            Reading reading,
            Position start,
            Map<String, NodeTuple> keys,
            Draft draft) {
        NodeTuple spec = keys.get("spec");
        Object value = spec == null
                ? whenAbsent(kind, start)
                : reading.read(registry.shape(kind), spec.getValueNode(), "spec");
        draft.references(reading.references());
        if (metadata != null) {
            draft.declare(kind, metadata.name(), start);
        }
        if (value != null) {
            T typed = kind.spec().cast(value);
            Findings findings = (path, code, wrong, instead) ->
                    reading.report(reading.places().of("spec." + path), code, wrong, instead);
            kind.check().check(typed, findings);
            if (metadata != null) {
                draft.add(new Document<>(kind, metadata.name(), metadata.labels(), typed, start));
            }
        }
    }

    private Object whenAbsent(Kind<?> kind, Position start) {
        Object defaults = Defaults.of(registry.shape(kind), null);
        if (defaults == null) {
            refuse(
                    start,
                    ProblemCode.MISSING_KEY,
                    "`spec` is missing",
                    "write `spec:` and under it " + registry.shape(kind).expected());
        }
        return defaults;
    }

    private void refuseUnknown(Reading reading, Map<String, NodeTuple> keys) {
        keys.forEach((key, entry) -> {
            if (!KEYS.contains(key)) {
                refuse(
                        reading.places().of(entry.getKeyNode()),
                        ProblemCode.UNKNOWN_KEY,
                        Words.quoted(key) + " is not known here",
                        Nearest.to(key, KEYS)
                                .map(near -> "write `" + near + "`")
                                .orElse("known here: " + String.join(", ", KEYS)));
            }
        });
    }

    private void apiVersion(Reading reading, Position start, NodeTuple entry) {
        String written = text(entry);
        if (!Envelope.API_VERSION.equals(written)) {
            refuse(
                    entry == null ? start : reading.places().of(entry.getValueNode()),
                    ProblemCode.NOT_A_DOCUMENT,
                    entry == null ? "`apiVersion` is missing" : Words.quoted(written) + " is not a version known here",
                    "write `apiVersion: " + Envelope.API_VERSION + "`");
        }
    }

    private Kind<?> kind(Reading reading, Position start, NodeTuple entry) {
        String known = "known kinds: " + String.join(", ", registry.names());
        if (entry == null) {
            refuse(start, ProblemCode.NOT_A_DOCUMENT, "`kind` is missing", "write `kind: …`; " + known);
            return null;
        }
        Kind<?> kind = registry.kind(text(entry));
        if (kind == null) {
            refuse(
                    reading.places().of(entry.getValueNode()),
                    ProblemCode.UNKNOWN_KIND,
                    Words.quoted(text(entry)) + " is not a kind",
                    Nearest.to(text(entry), registry.names())
                            .map(near -> "write `" + near + "`")
                            .orElse(known));
        }
        return kind;
    }

    private Envelope.Metadata metadata(Reading reading, Position start, NodeTuple entry) {
        if (entry == null) {
            refuse(start, ProblemCode.NOT_A_DOCUMENT, "`metadata` is missing", "write `metadata: {name: …}`");
            return null;
        }
        return (Envelope.Metadata) reading.read(Envelope.METADATA, entry.getValueNode(), "metadata");
    }

    /** Empty when it is not there or no text, which no version and no kind is. */
    private static String text(NodeTuple entry) {
        return entry != null && entry.getValueNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private void refuse(Position at, ProblemCode code, String wrong, String instead) {
        problems.accept(new Problem(at, code, wrong, instead));
    }
}
