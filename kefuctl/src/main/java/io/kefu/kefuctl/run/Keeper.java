package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.service.HangUp;
import io.kefu.kefuctl.service.Notice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Whoever keeps a server running: is told when it is ready, and may have it read its configuration again. */
final class Keeper {

    private static final Logger log = LoggerFactory.getLogger(Keeper.class);

    private final Optional<Notice> notice;
    private final boolean hangUpReloads;

    Keeper(Map<String, String> environment) {
        this.notice = Notice.to(environment.get("NOTIFY_SOCKET"));
        // Elsewhere a hang-up is the terminal's, and ends the server as it always did.
        this.hangUpReloads = "1".equals(environment.get("KEFU_HANG_UP_RELOADS"));
    }

    /** The server serves. */
    void ready(Path config, Optional<Path> data) {
        if (hangUpReloads && data.isPresent() && !HangUp.means(() -> reload(config, data.get()))) {
            log.warn("this Java hears no SIGHUP: say kefuctl config apply to change the configuration");
        }
        tell(Notice::ready);
    }

    /** As {@code kefuctl config apply --yes} does; what does not hold leaves in force what was. */
    private void reload(Path config, Path data) {
        tell(Notice::reloading);
        try {
            String directory = config.toAbsolutePath().normalize().toString();
            AdminApi api = new AdminApi(data);
            JsonNode plan = api.post("/admin/v1/config/plan", Map.of("directory", directory));
            String revision = plan.path("revision").asString("");
            String base = plan.path("base").asString("");
            api.post(
                    "/admin/v1/config/apply",
                    Map.of("directory", directory, "base", base, "revision", revision, "who", "SIGHUP"));
            log.info("the configuration was read again revision={}", revision);
            tell(notice -> notice.status("configuration " + revision));
        } catch (CommandFailure e) {
            log.error("the configuration was not applied, what was in force stays: {}", e.getMessage());
            // A reload cannot fail by notice (sd_notify(3)): systemctl status says it.
            tell(notice -> notice.status("the configuration was not applied: " + e.getMessage()));
        }
        tell(Notice::ready);
    }

    /** What it is told. */
    @FunctionalInterface
    private interface Word {
        void to(Notice notice) throws IOException;
    }

    private void tell(Word word) {
        notice.ifPresent(there -> {
            try {
                word.to(there);
            } catch (IOException e) {
                log.warn("whoever started this server cannot be told how it is: {}", e.getMessage());
            }
        });
    }
}
