package io.kefu.kefuctl.doctor;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.Problem;
import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.LocalServer;
import io.kefu.server.app.Kinds;
import io.kefu.server.app.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Puts together what there is to look at: what is not there is left out, and none of it has to be. */
final class SceneFinder {

    private final Path data;
    private final Optional<Path> config;
    private final Optional<String> hostname;
    private final boolean askServer;

    /**
     * @param config the configuration that was named; the data directory's own when empty
     * @param askServer whether a running server is asked
     */
    SceneFinder(Path data, Optional<Path> config, Optional<String> hostname, boolean askServer) {
        this.data = data;
        this.config = config.or(() -> LocalServer.own().config(data));
        this.hostname = hostname;
        this.askServer = askServer;
    }

    Scene find(Host host) {
        Optional<ServerFacts> server = askServer ? server() : Optional.empty();
        if (config.isEmpty()) {
            return new Scene(host, data, config, Optional.empty(), List.of(), server, hostname);
        }
        try {
            Documents documents = new ConfigLoader(Kinds.ALL).load(config.get());
            return new Scene(host, data, config, Optional.of(documents), List.of(), server, hostname);
        } catch (InvalidConfigException e) {
            List<Problem> problems = e.problems();
            return new Scene(host, data, config, Optional.empty(), problems, server, hostname);
        }
    }

    private Optional<ServerFacts> server() {
        try {
            AdminApi api = new AdminApi(data);
            JsonNode status = api.get("/admin/v1/status");
            JsonNode inside = part(api, "/admin/v1/insides");
            return Optional.of(new ServerFacts(
                    pid(inside),
                    Version.current(),
                    status,
                    part(api, "/admin/v1/storage"),
                    part(api, "/admin/v1/storage/holds"),
                    inside));
        } catch (CommandFailure e) {
            return Optional.empty(); // a check says that none answers
        }
    }

    /** What an older server does not know is missing. */
    private static JsonNode part(AdminApi api, String path) {
        try {
            return api.get(path);
        } catch (CommandFailure e) {
            return MissingNode.getInstance();
        }
    }

    private long pid(JsonNode inside) {
        if (inside.path("pid").isNumber()) {
            return inside.path("pid").asLong();
        }
        try {
            return Json.read(data.resolve("run.json")).path("pid").asLong(0);
        } catch (IOException | JacksonException e) {
            return 0;
        }
    }
}
