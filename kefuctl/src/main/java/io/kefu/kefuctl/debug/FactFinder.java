package io.kefu.kefuctl.debug;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.LocalServer;
import io.kefu.kefuctl.doctor.Verdicts;
import io.kefu.server.app.Kinds;
import io.kefu.server.app.Version;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Finds what there is to tell of a data directory and its server; what is not there is left out. */
final class FactFinder {

    private final Path data;
    private final Optional<Path> config;

    FactFinder(Path data, Optional<Path> config) {
        this.data = data;
        this.config = config.or(() -> LocalServer.own().config(data));
    }

    Facts find() {
        return new Facts(
                Version.current(),
                ask("/admin/v1/status"),
                ask("/admin/v1/storage"),
                ask("/admin/v1/insides"),
                tried(api -> scrape(api)),
                doctor(),
                documents(),
                host());
    }

    private Optional<JsonNode> ask(String path) {
        return tried(api -> api.get(path));
    }

    private <T> Optional<T> tried(Function<AdminApi, T> question) {
        try {
            return Optional.of(question.apply(new AdminApi(data)));
        } catch (CommandFailure e) {
            return Optional.empty(); // no server, or an older one: doctor.json says which
        }
    }

    private static String scrape(AdminApi api) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        api.download("/metrics", text);
        return text.toString(StandardCharsets.UTF_8);
    }

    private List<Map<String, Object>> doctor() {
        return Verdicts.of(data, config).stream()
                .map(each -> {
                    Map<String, Object> told = new LinkedHashMap<>();
                    told.put("id", each.id());
                    told.put("verdict", each.verdict());
                    each.measured().ifPresent(text -> told.put("measured", text));
                    return told;
                })
                .toList();
    }

    private Map<String, Object> documents() {
        Map<String, Object> told = new LinkedHashMap<>();
        if (config.isEmpty()) {
            return told;
        }
        try {
            Documents documents = new ConfigLoader(Kinds.ALL).load(config.get());
            told.put("revision", documents.revision());
            Map<String, Long> kinds = new LinkedHashMap<>();
            documents.all().forEach(document -> kinds.merge(document.kind().name(), 1L, Long::sum));
            told.put("documents", kinds);
        } catch (InvalidConfigException e) {
            told.put(
                    "problems",
                    e.problems().stream().map(each -> each.code().id()).toList());
        }
        return told;
    }

    private static Map<String, Object> host() {
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("os", System.getProperty("os.name"));
        host.put("kernel", System.getProperty("os.version"));
        host.put("architecture", System.getProperty("os.arch"));
        host.put("java", Runtime.version().toString());
        host.put("processors", Runtime.getRuntime().availableProcessors());
        return host;
    }
}
