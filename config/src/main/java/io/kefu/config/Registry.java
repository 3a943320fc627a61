package io.kefu.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds that a loader knows, with their shapes read once. */
final class Registry {

    private final Map<String, Kind<?>> kinds = new LinkedHashMap<>();
    private final Map<String, Shape.Fields> shapes = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException when a record breaks the rules of {@link Kind}, a name stands twice, a
     *     reference is to a kind that is not registered, or a singleton has a field without default
     */
    Registry(List<Kind<?>> registered) {
        for (Kind<?> kind : registered) {
            if (kinds.put(kind.name(), kind) != null) {
                throw new IllegalArgumentException("two kinds are named " + kind.name());
            }
            shapes.put(kind.name(), ShapeReader.fields(kind.spec()));
        }
        registered.forEach(this::check);
    }

    Collection<String> names() {
        return kinds.keySet();
    }

    Collection<Kind<?>> kinds() {
        return kinds.values();
    }

    /** Null when there is none. */
    Kind<?> kind(String name) {
        return kinds.get(name);
    }

    Shape.Fields shape(Kind<?> kind) {
        return shapes.get(kind.name());
    }

    private void check(Kind<?> kind) {
        references(shape(kind));
        if (kind.singleton() && Defaults.of(shape(kind), null) == null) {
            throw new IllegalArgumentException(kind.name() + " is a singleton and has a field without default");
        }
    }

    private void references(Shape shape) {
        switch (shape) {
            case Shape.Fields fields -> fields.fields().forEach(field -> references(field.shape()));
            case Shape.Items items -> references(items.item());
            case Shape.Entries entries -> references(entries.value());
            case Shape.Text text -> text.refersTo().ifPresent(this::known);
            default -> {}
        }
    }

    private void known(String kind) {
        if (!kinds.containsKey(kind)) {
            throw new IllegalArgumentException("a reference is to " + kind + ", which is not registered");
        }
    }
}
