package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.AdminApi;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a running server is asked about its configuration. */
final class ConfigApi {

    private static final String PATH = "/admin/v1/config";

    /** The field of what is asked that names a path. */
    private static final String DIRECTORY = "directory";

    private final AdminApi api;

    ConfigApi(AdminApi api) {
        this.api = api;
    }

    JsonNode current() {
        return api.get(PATH);
    }

    JsonNode history() {
        return api.get(PATH + "/history");
    }

    JsonNode plan(Map<String, Object> what) {
        return api.post(PATH + "/plan", here(what));
    }

    JsonNode apply(Map<String, Object> what) {
        return api.post(PATH + "/apply", signed(here(what)));
    }

    JsonNode confirm() {
        return api.post(PATH + "/confirm", signed(Map.of()));
    }

    JsonNode diff(Map<String, Object> what) {
        return api.post(PATH + "/diff", here(what));
    }

    JsonNode synced(Map<String, Object> report) {
        return api.post(PATH + "/sync", signed(here(report)));
    }

    private Map<String, Object> here(Map<String, Object> what) {
        if (what.containsKey(DIRECTORY)) {
            api.mustBeHere("the directory " + what.get(DIRECTORY));
        }
        return what;
    }

    /** A path as the server finds it, wherever it was started. */
    static String directory(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /** The account of this machine; the server knows whose token it is. */
    private static Map<String, Object> signed(Map<String, Object> body) {
        Map<String, Object> signed = new LinkedHashMap<>(body);
        signed.put("who", System.getProperty("user.name", ""));
        return signed;
    }
}
