package io.kefu.config;

import java.util.List;
import java.util.Map;

/**
 * A configuration that needs nothing around it: variables and files put in, secrets in the clear, the files of its folders
 * with it. Whoever stores it seals it first; {@link #toString} shows none of it.
 *
 * @param documents YAML, one document each; folders stand in it as {@code folders/DIGEST}
 * @param folders digest to the files of a folder, by name
 */
public record Standalone(List<String> documents, Map<String, Map<String, byte[]>> folders) {

    /** Where folders are looked for, beside the place that it is read from. */
    public static final String FOLDERS = "folders";

    public Standalone {
        documents = List.copyOf(documents);
        folders = Map.copyOf(folders);
    }

    @Override
    public String toString() {
        return documents.size() + " documents, " + folders.size() + " folders";
    }
}
