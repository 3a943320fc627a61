package io.kefu.kefuctl.config;

import io.kefu.config.GitCheckout;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Has a server follow a directory. What holds is applied once it has stayed the same from one look to the next, so that a
 * checkout under way is not taken for what it will be; what does not hold leaves the last good one in force and is told.
 * What an operator puts into force meanwhile stays until the directory changes.
 */
final class ConfigSync {

    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);
    private static final int SHORT = 12;

    private final Path directory;
    private final Supplier<ConfigApi> api;
    private final PrintStream log;
    private final Clock clock;
    private Look last = Look.NONE;
    private Look handled = Look.NONE;
    private Instant told = Instant.MIN;
    private String trouble = "";

    /** @param api looks anew where the server is: it may have been started again */
    ConfigSync(Path directory, Supplier<ConfigApi> api, PrintStream log, Clock clock) {
        this.directory = directory;
        this.api = api;
        this.log = log;
        this.clock = clock;
    }

    /** What the directory said at one moment. */
    private record Look(String revision, String commit, String problems) {
        static final Look NONE = new Look("", "", "");

        static Look at(Path directory) {
            String commit = GitCheckout.of(directory).map(GitCheckout::commit).orElse("");
            ConfigCheck check = ConfigCheck.of(directory);
            return check.holds()
                    ? new Look(check.documents().revision(), commit, "")
                    : new Look("", commit, check.report());
        }

        boolean holds() {
            return problems.isEmpty();
        }
    }

    /**
     * Looks once, and does what there is to do. What a server that is away or changes hands at this moment could not be told
     * is tried again at the next look.
     *
     * @return what came of it; empty while the directory is still changing, or when nothing was to be done
     */
    Optional<ExitCode> look() {
        Look now = Look.at(directory);
        boolean settled = now.equals(last);
        last = now;
        if (!settled) {
            return Optional.empty();
        }
        try {
            return step(now);
        } catch (CommandFailure e) {
            say(e.getMessage());
            return Optional.of(e.exit());
        }
    }

    private Optional<ExitCode> step(Look now) {
        if (now.equals(handled)) {
            tellAgain(now);
            return Optional.empty();
        }
        ExitCode outcome = now.holds() ? applied(now) : refused(now, now.problems(), ExitCode.BAD_CONFIGURATION);
        handled = now;
        return Optional.of(outcome);
    }

    private ExitCode applied(Look now) {
        ConfigApi server = api.get();
        JsonNode current = server.current();
        boolean inForce = current.path("revision").asString("").equals(now.revision())
                && (now.commit().isEmpty()
                        || current.path("commit").asString("").equals(now.commit()));
        if (!inForce) {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("directory", ConfigApi.directory(directory));
            request.put("base", current.path("revision").asString(""));
            request.put("revision", now.revision());
            request.put("why", now.commit().isEmpty() ? "sync" : "sync of commit " + shown(now.commit()));
            try {
                server.apply(request);
            } catch (CommandFailure e) {
                if (e.exit() == ExitCode.UNREACHABLE || e.exit() == ExitCode.REVISION_CONFLICT) {
                    throw e;
                }
                return refused(now, e.getMessage(), e.exit());
            }
        }
        tell(now, "");
        trouble = "";
        log.println(at() + " in force: revision " + now.revision()
                + (now.commit().isEmpty() ? "" : " of commit " + shown(now.commit())));
        return ExitCode.OK;
    }

    private ExitCode refused(Look now, String why, ExitCode exit) {
        log.println(at() + " not applied, the last good configuration stays in force: " + why);
        tell(now, why);
        return exit;
    }

    private void tellAgain(Look now) {
        if (clock.instant().isAfter(told.plus(TOLD_AGAIN))) {
            tell(now, now.problems());
        }
    }

    private void tell(Look now, String error) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("directory", ConfigApi.directory(directory));
        report.put("revision", now.revision());
        report.put("commit", now.commit());
        report.put("error", error);
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

    private static String shown(String commit) {
        return commit.substring(0, Math.min(SHORT, commit.length()));
    }
}
