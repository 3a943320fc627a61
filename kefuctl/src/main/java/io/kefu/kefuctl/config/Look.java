package io.kefu.kefuctl.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a source said at one moment.
 *
 * @param directory where the server finds it
 * @param source what the directory was filled from, and its revision; empty for a directory that somebody else keeps
 * @param commit of the checkout that the directory lies in; empty for none
 * @param revision of the configuration; empty when it does not hold
 * @param problems why it does not hold; empty when it does
 */
record Look(Path directory, String source, String commit, String revision, String problems) {

    static final Look NONE = new Look(Path.of(""), "", "", "", "");

    private static final int SHORT = 12;

    boolean holds() {
        return problems.isEmpty();
    }

    /** As operators are told: {@code commit 1a2b3c4d5e6f}, {@code etcd:/kefu/shop@1234}; empty when there is nothing to say. */
    String from() {
        return commit.isEmpty() ? source : "commit " + commit.substring(0, Math.min(SHORT, commit.length()));
    }

    /** Whether the other says the same from the same place, at whatever revision that had then. */
    boolean says(Look other) {
        return revision.equals(other.revision)
                && commit.equals(other.commit)
                && problems.equals(other.problems)
                && place(source).equals(place(other.source));
    }

    /** Whether the server says that it has just this, from there. */
    boolean isIn(String inForce, String itsCommit, String itsSource) {
        return inForce.equals(revision)
                && (commit.isEmpty() || commit.equals(itsCommit))
                && place(source).equals(source.isEmpty() ? "" : place(itsSource));
    }

    private static String place(String source) {
        return source.substring(0, Math.max(0, source.lastIndexOf('@')));
    }

    /** As the server is asked to read it. */
    Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("directory", ConfigApi.directory(directory));
        request.put("source", source);
        return request;
    }
}
