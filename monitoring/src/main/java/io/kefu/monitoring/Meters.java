package io.kefu.monitoring;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All meters of a server, by the place that they stand at. One an instance of the server; safe for use by many threads.
 * Live figures need {@link Sampler#tick} every 10 s.
 */
public final class Meters implements AutoCloseable {
    private final Clock clock;
    private final PrometheusMeterRegistry registry;
    private final Registration registration;
    private final Traffic traffic;
    private final Map<String, ChannelMeters> channels = new ConcurrentHashMap<>();
    private final GatewayMeters gateway;
    private final JournalMeters journal;
    private final GroupMeters groups;
    private final TierMeters tiers;
    private final QueueMeters queues;
    private final ConfigMeters config;
    private final AutoReplyFigure autoReply;
    private final RuntimeMeters runtime = new RuntimeMeters();
    private final long startSlot;

    public Meters(Clock clock) {
        this.clock = clock;
        registry = new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT, new PrometheusRegistry(), new MicrometerClock(clock));
        registration = new Registration(registry);
        startSlot = Window.slot(clock.instant());
        traffic = new Traffic(startSlot);
        gateway = new GatewayMeters(registration);
        journal = new JournalMeters(registration);
        groups = new GroupMeters(registration);
        tiers = new TierMeters(registration);
        queues = new QueueMeters(registration);
        config = new ConfigMeters(registration);
        autoReply = new AutoReplyFigure(registration, clock);
        runtime.bind(registry);
    }

    /** The meters of one channel; resolve once and keep. A channel that is not known is created. */
    public ChannelMeters channel(String name) {
        return channels.computeIfAbsent(name, channel -> new ChannelMeters(registration, traffic, channel));
    }

    public GatewayMeters gateway() {
        return gateway;
    }

    public JournalMeters journal() {
        return journal;
    }

    public GroupMeters groups() {
        return groups;
    }

    public TierMeters tiers() {
        return tiers;
    }

    public QueueMeters queues() {
        return queues;
    }

    public ConfigMeters config() {
        return config;
    }

    public AutoReplyFigure autoReply() {
        return autoReply;
    }

    /** The answer to {@code GET /metrics}; {@code accept} may be null. */
    public Exposition scrape(String accept) {
        String contentType = Exposition.negotiate(accept);
        return new Exposition(contentType, registry.scrape(contentType));
    }

    /** The figures of this moment: rates and percentiles over the last 5 minutes, the rest as it stands. */
    public LiveStats live() {
        return LiveStats.of(this, clock.instant());
    }

    Traffic traffic() {
        return traffic;
    }

    Registration registration() {
        return registration;
    }

    long startSlot() {
        return startSlot;
    }

    @Override
    public void close() {
        runtime.close();
        registry.close();
    }
}
