package io.kefu.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A configuration that holds, as read at one moment. Immutable. */
public final class Documents {

    private final Registry registry;
    private final Map<Class<?>, List<Document<?>>> byType = new LinkedHashMap<>();
    /** As they were when this was read: a page may change in its place, and a folder go. */
    private final Map<Pages, String> pages = new ConcurrentHashMap<>();

    private final String revision;

    private record Pages(Path folder, String extension) {}

    Documents(Registry registry, List<Document<?>> documents) {
        this.registry = registry;
        for (Kind<?> kind : registry.kinds()) {
            byType.put(
                    kind.spec(),
                    documents.stream().filter(d -> d.kind().equals(kind)).toList());
        }
        this.revision = Revision.of(this);
    }

    /** The documents whose spec is of this type, in the order read. */
    public <T extends Record> List<Document<T>> of(Class<T> spec) {
        List<Document<?>> found = byType.get(spec);
        if (found == null) {
            throw new IllegalArgumentException("no kind is registered for " + spec.getName());
        }
        @SuppressWarnings("unchecked") // a document's spec was cast to its kind's type when it was read
        List<Document<T>> typed = (List<Document<T>>) (List<?>) found;
        return typed;
    }

    public <T extends Record> Optional<Document<T>> find(Class<T> spec, String name) {
        return of(spec).stream().filter(d -> d.name().equals(name)).findFirst();
    }

    /** The singleton's spec, or its defaults when no document declares it. */
    public <T extends Record> T single(Class<T> spec) {
        List<Document<T>> found = of(spec);
        return found.isEmpty()
                ? spec.cast(Defaults.of(ShapeReader.fields(spec), null))
                : found.getFirst().spec();
    }

    /** Every document, by kind in the order registered, then in the order read. */
    public List<Document<?>> all() {
        return byType.values().stream().<Document<?>>flatMap(List::stream).toList();
    }

    /**
     * A hash of all that the documents say, defaults, secrets and files of folders included: equal revisions mean the
     * same behaviour. 16 hexadecimal digits. Order, comments and layout do not count.
     */
    public String revision() {
        return revision;
    }

    /** The effective configuration as YAML, defaults written out, secrets as {@value Secret#MASK}. */
    public String render() {
        return String.join("---\n", Rendering.each(this, Rendering.Form.SHOWN));
    }

    /** Everything that they say, to be kept: {@link ConfigLoader#load(Standalone, Path)} reads it to the same revision. */
    public Standalone standalone() {
        Map<String, Map<String, byte[]>> folders = new LinkedHashMap<>();
        List<String> texts = Rendering.each(
                this, new Rendering.Form(secret -> Rendering.escaped(secret.reveal()), (folder, extension) -> {
                    FolderContent content = FolderContent.of(folder, extension);
                    folders.put(content.digest(), content.files());
                    return Standalone.FOLDERS + "/" + content.digest();
                }));
        return new Standalone(texts, folders);
    }

    /** The digest of what a folder held when this was read. */
    String pages(Path folder, String extension) {
        return pages.computeIfAbsent(
                new Pages(folder, extension),
                _ -> FolderContent.of(folder, extension).digest());
    }

    Shape.Fields shape(Kind<?> kind) {
        return registry.shape(kind);
    }
}
