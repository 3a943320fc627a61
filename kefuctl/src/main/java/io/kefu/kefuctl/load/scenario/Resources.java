package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.server.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** How much memory the server has, as exactly as can be told from here. */
final class Resources {
    private final Target target;

    Resources(Target target) {
        this.target = target;
    }

    /** After it gave back what it does not use, where it can be asked to. Empty where nothing can be told. */
    Optional<Gauge.Sample> settled() throws IOException, InterruptedException {
        target.settle();
        return now();
    }

    Optional<Gauge.Sample> now() throws IOException, InterruptedException {
        Optional<Gauge> gauge = target.gauge();
        if (gauge.isPresent()) {
            return Optional.of(gauge.get().sample());
        }
        OptionalLong own = target.ownFigure();
        return own.isPresent() ? Optional.of(new Gauge.Sample(own.getAsLong(), 0, 0, Duration.ZERO)) : Optional.empty();
    }
}
