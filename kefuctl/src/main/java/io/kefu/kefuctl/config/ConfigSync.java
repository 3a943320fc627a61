package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Has a server follow a source. What it says and holds is applied; what does not hold leaves the last good one in force and is
 * told, and so is a source that cannot be read. What an operator puts into force meanwhile stays until the source changes.
 */
final class ConfigSync {

    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

    private final ConfigSource source;
    private final Supplier<ConfigApi> api;
    private final PrintStream log;
    private final InstantSource clock;
    private Look handled = Look.NONE;
    /** Why what was handled last is not in force. */
    private String error = "";

    private Instant told = Instant.MIN;
    private String trouble = "";
    private String unread = ""; // why, as the server was told

    /** @param api looks anew where the server is: it may have been started again */
    ConfigSync(ConfigSource source, Supplier<ConfigApi> api, PrintStream log, InstantSource clock) {
        this.source = source;
        this.api = api;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Looks once, and does what there is to do. What a server that is away or changes hands at this moment could not be told
     * is tried again at the next look.
     *
     * @return what came of it; empty while the source is still changing, or when nothing was to be done
     */
    Optional<ExitCode> look() throws InterruptedException {
        Optional<Look> now;
        try {
            now = source.look();
        } catch (CommandFailure e) {
            say(e.getMessage() + (e.remedy().isEmpty() ? "" : " — " + e.remedy()));
            tellUnread(e.getMessage());
            return Optional.of(e.exit());
        }
        try {
            return now.isEmpty() ? Optional.empty() : step(now.get());
        } catch (CommandFailure e) {
            say(e.getMessage());
            return Optional.of(e.exit());
        }
    }

    private void tellUnread(String why) {
        if (why.equals(unread) && !isLongAgo()) {
            return;
        }
        try {
            tell(Look.NONE, why);
            unread = why;
        } catch (CommandFailure e) {
            say(e.getMessage());
        }
    }

    private Optional<ExitCode> step(Look now) {
        if (now.says(handled)) {
            tellAgain(now);
            return Optional.empty();
        }
        ExitCode outcome = now.holds() ? applied(now) : refused(now, now.problems(), ExitCode.BAD_CONFIGURATION);
        handled = now;
        if (outcome == ExitCode.OK) {
            source.inForce();
        }
        return Optional.of(outcome);
    }

    private ExitCode applied(Look now) {
        ConfigApi server = api.get();
        JsonNode current = server.current();
        boolean inForce = now.isIn(
                current.path("revision").asString(""),
                current.path("commit").asString(""),
                current.path("source").asString(""));
        if (!inForce) {
            Map<String, Object> request = now.request();
            request.put("base", current.path("revision").asString(""));
            request.put("revision", now.revision());
            request.put("why", now.from().isEmpty() ? "sync" : "sync of " + now.from());
            try {
                server.apply(request);
            } catch (CommandFailure e) {
                if (e.exit() == ExitCode.UNREACHABLE || e.exit() == ExitCode.REVISION_CONFLICT) {
                    throw e;
                }
                return refused(now, e.getMessage(), e.exit());
            }
        }
        settled(now, "");
        log.println(at() + " in force: revision " + now.revision() + (now.from().isEmpty() ? "" : " of " + now.from()));
        return ExitCode.OK;
    }

    private ExitCode refused(Look now, String why, ExitCode exit) {
        log.println(at() + " not applied, the last good configuration stays in force: " + why);
        settled(now, why);
        return exit;
    }

    private void settled(Look now, String why) {
        error = why;
        tell(now, why);
        trouble = "";
        unread = "";
    }

    private void tellAgain(Look now) {
        if (!unread.isEmpty()) {
            log.println(at() + " " + source.name() + " can be read again");
            settled(now, error);
        } else if (isLongAgo()) {
            tell(now, error);
        }
    }

    private boolean isLongAgo() {
        return clock.instant().isAfter(told.plus(TOLD_AGAIN));
    }

    private void tell(Look now, String why) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("directory", now.source().isEmpty() ? source.name() : now.source());
        report.put("revision", now.revision());
        report.put("commit", now.commit());
        report.put("error", why);
        api.get().synced(report);
        told = clock.instant();
    }

    /** Once, as long as it stays the same. */
    private void say(String what) {
        if (!what.equals(trouble)) {
            trouble = what;
            log.println(at() + " tried again: " + what);
        }
    }

    private String at() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
