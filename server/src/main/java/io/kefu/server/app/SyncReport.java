package io.kefu.server.app;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What whoever keeps a directory and this server together said last.
 *
 * @param error empty when what the directory says is in force
 */
record SyncReport(Instant at, String directory, String revision, String commit, String error) {

    private static final int MOST = 4_000;

    static SyncReport of(Map<String, Object> request, Instant at) {
        return new SyncReport(
                at,
                text(request, "directory"),
                text(request, "revision"),
                text(request, "commit"),
                text(request, "error"));
    }

    private static String text(Map<String, Object> request, String key) {
        String text = request.get(key) instanceof String given ? given : "";
        return text.substring(0, Math.min(text.length(), MOST));
    }

    Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("at", at.toString());
        answer.put("directory", directory);
        answer.put("revision", revision);
        answer.put("commit", commit);
        answer.put("error", error);
        return answer;
    }
}
