package io.kefu.server.app;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.ProblemCode;
import io.kefu.monitoring.Exposition;
import io.kefu.monitoring.Meters;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.Operations;
import io.kefu.server.intake.Refusal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What operators ask of this server. */
final class RunningOperations implements Operations {

    private final Status status;
    private final Supplier<Addresses> addresses;
    private final Function<Documents, Reload.Pending> apply;
    private final Supplier<Optional<String>> notReady;
    private final Drain drain;
    private final Succession succession;
    private final Meters meters;
    private final Clock clock;
    private volatile Instant appliedAt;

    /** @param apply puts a configuration into force and says what of it takes longer */
    RunningOperations(
            Status status,
            Supplier<Addresses> addresses,
            Function<Documents, Reload.Pending> apply,
            Supplier<Optional<String>> notReady,
            Drain drain,
            Succession succession,
            Meters meters,
            Clock clock) {
        this.status = status;
        this.addresses = addresses;
        this.apply = apply;
        this.notReady = notReady;
        this.drain = drain;
        this.succession = succession;
        this.meters = meters;
        this.clock = clock;
        this.appliedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public Object status() {
        return status.answer(addresses.get(), appliedAt);
    }

    @Override
    public Object applyConfig(Map<String, Object> request) {
        try {
            return applied(request);
        } catch (RuntimeException e) {
            meters.config().reloadFailed();
            throw e;
        }
    }

    private Object applied(Map<String, Object> request) {
        if (!(request.get("directory") instanceof String directory)) {
            throw new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, "directory is missing: a path on the server's machine");
        }
        Documents documents = load(Path.of(directory));
        if (request.get("revision") instanceof String expected && !expected.equals(documents.revision())) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_CONFLICT,
                    "the server reads another revision (" + documents.revision() + ") in " + directory
                            + ": is it the same machine, and the same environment?");
        }
        Reload.Pending later = apply.apply(documents);
        appliedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("revision", documents.revision());
        answer.put("restart_required", later.restart());
        answer.put("under_way", later.underWay());
        return answer;
    }

    private static Documents load(Path directory) {
        try {
            return new ConfigLoader(Kinds.ALL).load(directory);
        } catch (InvalidConfigException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, e.getMessage() + ofEnvironment(e));
        }
    }

    /** Whoever applies it may well have the variable in a shell of their own. */
    private static String ofEnvironment(InvalidConfigException e) {
        boolean lacks = e.problems().stream().anyMatch(each -> each.code() == ProblemCode.UNKNOWN_VARIABLE);
        return lacks
                ? "\n`${env:…}` is looked up in the environment that the server was started in: set it there and start"
                        + " the server again, or write `${file:…}`"
                : "";
    }

    @Override
    public Optional<String> notReady() {
        return notReady.get();
    }

    @Override
    public synchronized Object drain(Map<String, Object> request) {
        if (succession.underWay()) {
            throw new Refusal(ErrorCode.ERROR_CODE_CONFLICT, "a successor is taking this server's place");
        }
        return drain.begin(span(request, "deadline_ms"), span(request, "spread_ms"))
                .answer();
    }

    private static Optional<Duration> span(Map<String, Object> request, String key) {
        Object given = request.get(key);
        if (given == null) {
            return Optional.empty();
        }
        if (!(given instanceof Number millis) || millis.longValue() < 0 || millis.longValue() > Drain.LONGEST_MILLIS) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_BAD_REQUEST,
                    key + " must be from 0 to " + Drain.LONGEST_MILLIS + " milliseconds");
        }
        return Optional.of(Duration.ofMillis(millis.longValue()));
    }

    @Override
    public Object drained() {
        return drain.progress().answer();
    }

    @Override
    public Object undrain() {
        return drain.end().answer();
    }

    @Override
    public synchronized Object succeed(Map<String, Object> request) {
        if (!(request.get("socket") instanceof String socket)) {
            throw new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, "socket is missing: the path where a successor waits");
        }
        return succession.begin(socket, span(request, "deadline_ms"), span(request, "spread_ms"));
    }

    @Override
    public Scrape metrics(String accept) {
        Exposition exposition = meters.scrape(accept);
        return new Scrape(exposition.contentType(), exposition.body());
    }
}
