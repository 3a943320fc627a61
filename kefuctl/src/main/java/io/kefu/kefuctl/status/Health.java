package io.kefu.kefuctl.status;

import io.kefu.kefuctl.cli.ExitCode;
import tools.jackson.databind.JsonNode;

/** How a server is, the best first. */
enum Health {
    healthy(ExitCode.OK),
    degraded(ExitCode.DEGRADED),
    unhealthy(ExitCode.UNHEALTHY);

    private final ExitCode exit;

    Health(ExitCode exit) {
        this.exit = exit;
    }

    /** What is no word of ours is unhealthy. */
    static Health of(JsonNode status) {
        String word = status.path("health").asString("");
        for (Health each : values()) {
            if (each.name().equals(word)) {
                return each;
            }
        }
        return unhealthy;
    }

    ExitCode exit() {
        return exit;
    }
}
