package io.kefu.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Turns declarations into Micrometer meters. Callers on the hot path resolve once and keep what they get. */
final class Registration {
    private final MeterRegistry registry;
    private final Map<String, Cardinality> bounds = new ConcurrentHashMap<>();

    Registration(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter counter(MeterSpec spec, String... values) {
        return Counter.builder(spec.name())
                .description(spec.help())
                .tags(tags(spec, values))
                .register(registry);
    }

    Timer timer(MeterSpec spec, String... values) {
        Duration[] buckets = spec.buckets().stream()
                .map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
        return Timer.builder(spec.name())
                .description(spec.help())
                .tags(tags(spec, values))
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    DistributionSummary summary(MeterSpec spec, String... values) {
        return DistributionSummary.builder(spec.name())
                .description(spec.help())
                .tags(tags(spec, values))
                .serviceLevelObjectives(
                        spec.buckets().stream().mapToDouble(Double::doubleValue).toArray())
                .register(registry);
    }

    Gauge gauge(MeterSpec spec, Supplier<Number> value, String... values) {
        return Gauge.builder(gaugeName(spec), value)
                .description(spec.help())
                .tags(tags(spec, values))
                .register(registry);
    }

    /** Micrometer makes an info metric of a gauge whose name ends in {@code .info}, and drops {@code _info}. */
    private static String gaugeName(MeterSpec spec) {
        return spec.type() == MeterSpec.Type.INFO ? spec.name().replaceFirst("_info$", ".info") : spec.name();
    }

    void remove(MeterSpec spec, Gauge gauge, String... values) {
        registry.remove(gauge);
        bounds(spec).forget(List.of(values));
    }

    /** The values as a scrape will show them. */
    List<String> bounded(MeterSpec spec, String... values) {
        return bounds(spec).bound(List.of(values));
    }

    private List<Tag> tags(MeterSpec spec, String... values) {
        List<String> bounded = bounded(spec, values);
        List<Tag> tags = new ArrayList<>(bounded.size());
        for (int i = 0; i < bounded.size(); i++) {
            tags.add(Tag.of(spec.labels().get(i).name(), bounded.get(i)));
        }
        return tags;
    }

    private Cardinality bounds(MeterSpec spec) {
        return bounds.computeIfAbsent(spec.name(), name -> new Cardinality(spec));
    }
}
