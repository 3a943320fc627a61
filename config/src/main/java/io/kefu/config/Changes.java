package io.kefu.config;

import io.kefu.config.Change.Action;
import io.kefu.config.Change.FieldChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What leads from one configuration to another, by document and by field. Order and layout of files do not count. */
public final class Changes {

    /** A folder is what it holds; its path is only how it is shown. */
    private record Pages(Path folder, String digest) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pages pages && digest.equals(pages.digest);
        }

        @Override
        public int hashCode() {
            return digest.hashCode();
        }

        @Override
        public String toString() {
            return folder.getFileName() + " (" + digest.substring(0, 8) + ")";
        }
    }

    private Changes() {}

    /** By kind in the order registered: what is added or changed in its order, then what is gone. */
    public static List<Change> between(Documents before, Documents after) {
        Map<String, Document<?>> old = byPlace(before);
        Map<String, Document<?>> now = byPlace(after);
        List<Change> changes = new ArrayList<>();
        now.forEach((place, document) -> {
            Document<?> was = old.get(place);
            List<FieldChange> fields =
                    was == null ? List.of() : FieldChanges.between(plain(before, was), plain(after, document));
            if (was == null) {
                changes.add(new Change(Action.ADD, document.kind().name(), document.name(), List.of()));
            } else if (!fields.isEmpty()) {
                changes.add(new Change(Action.CHANGE, document.kind().name(), document.name(), fields));
            }
        });
        old.forEach((place, document) -> {
            if (!now.containsKey(place)) {
                changes.add(new Change(Action.REMOVE, document.kind().name(), document.name(), List.of()));
            }
        });
        return changes;
    }

    private static Map<String, Document<?>> byPlace(Documents documents) {
        Map<String, Document<?>> byPlace = new LinkedHashMap<>();
        // A singleton may be given another name and stays what it is.
        documents
                .all()
                .forEach(each ->
                        byPlace.put(each.kind().name() + (each.kind().singleton() ? "" : "/" + each.name()), each));
        return byPlace;
    }

    private static Map<String, Object> plain(Documents documents, Document<?> document) {
        Rendering.Form compared = new Rendering.Form(
                secret -> secret, (folder, extension) -> new Pages(folder, documents.pages(folder, extension)));
        Map<String, Object> plain = Rendering.plain(document, documents.shape(document.kind()), compared);
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("labels", document.labels());
        words.put("spec", plain.get("spec"));
        return words;
    }
}
