package io.kefu.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one key of the configuration is, from the records that the reference page is made of.
 *
 * @param key such as {@code Channel.widget.title}
 * @param takes what may be written
 * @param absent what holds when it is left out: a value, {@code required}, or empty when nothing does
 * @param doc what it does
 * @param keys the keys one level below, in order; empty for a value
 */
public record KeyExplanation(String key, String takes, String absent, String doc, List<KeyExplanation> keys) {

    /** A key that there is not. */
    public static final class UnknownKeyException extends RuntimeException {
        private UnknownKeyException(String message) {
            super(message);
        }
    }

    /**
     * Explains a kind ({@code Channel}) or a key of one ({@code RoutingPolicy.rules.when}); {@code spec}, brackets and
     * names of entries may stand in it ({@code RoutingPolicy.spec.rules[].when}).
     *
     * @throws UnknownKeyException whose message names what there is
     */
    public static KeyExplanation of(List<Kind<?>> kinds, String key) {
        Registry registry = new Registry(kinds);
        List<String> parts =
                new ArrayList<>(List.of(key.replaceAll("\\[[^]]*]", "").split("\\.")));
        String wanted = parts.removeFirst();
        Kind<?> kind = registry.names().stream()
                .filter(name -> name.equalsIgnoreCase(wanted))
                .findFirst()
                .<Kind<?>>map(registry::kind)
                .orElseThrow(() -> unknown("kind", wanted, List.copyOf(registry.names())));
        if (!parts.isEmpty() && parts.getFirst().equals("spec")) {
            parts.removeFirst();
        }
        Shape.Fields shape = registry.shape(kind);
        if (parts.isEmpty()) {
            return new KeyExplanation(
                    kind.name(), shape.expected(), "", ReferencePage.doc(kind), below(kind.name(), shape));
        }
        return walk(kind.name(), shape, parts);
    }

    private static KeyExplanation walk(String prefix, Shape.Fields shape, List<String> parts) {
        String wanted = parts.getFirst();
        Shape.Field field = shape.fields().stream()
                .filter(each -> each.key().equals(wanted))
                .findFirst()
                .orElseThrow(() -> unknown("key of " + prefix, wanted, shape.keys()));
        String path = prefix + "." + field.key();
        List<String> rest = parts.subList(1, parts.size());
        Optional<Shape.Fields> inner = ReferencePage.inner(field.shape());
        if (rest.isEmpty()) {
            return explained(
                    path, field, inner.map(fields -> below(path, fields)).orElse(List.of()));
        }
        boolean entries = field.shape() instanceof Shape.Entries;
        if (inner.isEmpty()) {
            throw unknown("key of " + path, rest.getFirst(), List.of());
        }
        boolean nameOfAnEntry = entries && !inner.get().keys().contains(rest.getFirst()) && rest.size() > 1;
        return walk(path, inner.get(), nameOfAnEntry ? rest.subList(1, rest.size()) : rest);
    }

    private static List<KeyExplanation> below(String prefix, Shape.Fields shape) {
        return shape.fields().stream()
                .map(field -> explained(prefix + "." + field.key(), field, List.of()))
                .toList();
    }

    private static KeyExplanation explained(String path, Shape.Field field, List<KeyExplanation> keys) {
        String absent = ReferencePage.absent(field).replaceAll("[*`]", "").replace("–", "");
        return new KeyExplanation(path, ReferencePage.takes(field.shape()), absent, field.doc(), keys);
    }

    private static UnknownKeyException unknown(String what, String wanted, List<String> known) {
        String instead = Nearest.to(wanted, known)
                .map(near -> "did you mean `" + near + "`?")
                .orElse(known.isEmpty() ? "it is a value" : "there are " + String.join(", ", known));
        return new UnknownKeyException("no " + what + " is called " + Words.quoted(wanted) + ": " + instead);
    }
}
