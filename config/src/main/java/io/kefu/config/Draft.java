package io.kefu.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** What has been read so far, with all that only shows between documents. */
final class Draft {

    private final List<Document<?>> documents = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final Map<String, SequencedMap<String, Position>> declared = new LinkedHashMap<>();
    private final Consumer<Problem> problems;

    Draft(Consumer<Problem> problems) {
        this.problems = problems;
    }

    /** A name counts as declared even where its spec is wrong, so that one mistake is not reported as two. */
    void declare(Kind<?> kind, String name, Position at) {
        SequencedMap<String, Position> same = declared.computeIfAbsent(kind.name(), any -> new LinkedHashMap<>());
        if (same.containsKey(name)) {
            refuse(
                    at,
                    ProblemCode.DUPLICATE_DOCUMENT,
                    "the " + kind.name() + " `" + name + "` is declared twice, first at " + same.get(name),
                    "rename or delete one of them");
        } else if (kind.singleton() && !same.isEmpty()) {
            refuse(
                    at,
                    ProblemCode.SECOND_SINGLETON,
                    "there is one " + kind.name() + " at most; the first is at "
                            + same.firstEntry().getValue(),
                    "put both into one document");
        }
        same.putIfAbsent(name, at);
    }

    void add(Document<?> document) {
        documents.add(document);
    }

    void references(List<Reference> more) {
        references.addAll(more);
    }

    List<Document<?>> documents() {
        return documents;
    }

    /** Reports every reference to what is not declared anywhere under {@code searched}. */
    void resolve(String searched) {
        for (Reference reference : references) {
            Map<String, Position> known = declared.getOrDefault(reference.kind(), new LinkedHashMap<>());
            if (!known.containsKey(reference.name())) {
                refuse(
                        reference.at(),
                        ProblemCode.DANGLING_REFERENCE,
                        "there is no " + reference.kind() + " named " + Words.quoted(reference.name()) + " in "
                                + searched,
                        remedy(reference, known));
            }
        }
    }

    private static String remedy(Reference reference, Map<String, Position> known) {
        String declare = "declare `kind: " + reference.kind() + "` with `metadata: {name: " + reference.name() + "}`";
        return Nearest.to(reference.name(), known.keySet())
                .map(near -> "write `" + near + "` (" + known.get(near) + ")")
                .orElse(declare + (known.isEmpty() ? "" : ", or write one of " + String.join(", ", known.keySet())));
    }

    private void refuse(Position at, ProblemCode code, String wrong, String instead) {
        problems.accept(new Problem(at, code, wrong, instead));
    }
}
