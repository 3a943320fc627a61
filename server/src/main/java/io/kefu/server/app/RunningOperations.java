package io.kefu.server.app;

import io.kefu.monitoring.Exposition;
import io.kefu.monitoring.Meters;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.ConfigOperations;
import io.kefu.server.admin.Operations;
import io.kefu.server.admin.RouteOperations;
import io.kefu.server.intake.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What operators ask of this server. */
final class RunningOperations implements Operations {

    private final Status status;
    private final Insides insides;
    private final Supplier<Addresses> addresses;
    private final ConfigDesk config;
    private final RouteOperations routes;
    private final Supplier<Optional<String>> notReady;
    private final Drain drain;
    private final Succession succession;
    private final Meters meters;

    RunningOperations(
            Status status,
            Insides insides,
            Supplier<Addresses> addresses,
            ConfigDesk config,
            RouteOperations routes,
            Supplier<Optional<String>> notReady,
            Drain drain,
            Succession succession,
            Meters meters) {
        this.status = status;
        this.insides = insides;
        this.addresses = addresses;
        this.config = config;
        this.routes = routes;
        this.notReady = notReady;
        this.drain = drain;
        this.succession = succession;
        this.meters = meters;
    }

    @Override
    public Object status() {
        return status.answer(addresses.get(), config);
    }

    @Override
    public Object insides() {
        return insides.answer();
    }

    @Override
    public ConfigOperations config() {
        return config;
    }

    @Override
    public RouteOperations routes() {
        return routes;
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
        return drain.begin(
                        span(request, "deadline_ms", Drain.LONGEST_MILLIS),
                        span(request, "spread_ms", Drain.LONGEST_MILLIS))
                .answer();
    }

    private static Optional<Duration> span(Map<String, Object> request, String key, long longest) {
        Object given = request.get(key);
        if (given == null) {
            return Optional.empty();
        }
        if (!(given instanceof Number millis) || millis.longValue() < 0 || millis.longValue() > longest) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_BAD_REQUEST, key + " must be from 0 to " + longest + " milliseconds");
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
        return succession.begin(
                socket,
                span(request, "deadline_ms", Succession.LONGEST_MILLIS),
                span(request, "spread_ms", Succession.LONGEST_MILLIS));
    }

    @Override
    public Scrape metrics(String accept) {
        Exposition exposition = meters.scrape(accept);
        return new Scrape(exposition.contentType(), exposition.body());
    }
}
