package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The same load for long: whether memory, threads and open files stay what they were. */
public final class Soak {
    private static final int LEAST_SAMPLES = 8;

    private final Setting setting;
    private final int pairs;
    private final Pace pace;

    public Soak(Setting setting, int pairs, Pace pace) {
        this.setting = setting;
        this.pairs = pairs;
        this.pace = pace;
    }

    public Report run() throws IOException, InterruptedException {
        setting.say("opening %,d conversations".formatted(pairs));
        Talking talking = new Talking(setting, pace);
        List<Gauge.Sample> samples;
        Talking.Found found;
        try (Watch watch = Watch.begin(setting.target(), interval(), pace.warmUp())) {
            found = talking.run(setting.target().pairs(pairs));
            samples = watch.samples();
        }
        Report report = new Report(
                "soak",
                "%,d pairs for %.1f min, %s, %s"
                        .formatted(
                                pairs, pace.measured().toMillis() / 60_000.0, talking.paceInWords(), setting.codec()));
        report.figure("pairs", pairs);
        talking.tell(report, found);
        if (samples.size() >= LEAST_SAMPLES) {
            trend(report, samples);
        }
        return report;
    }

    /** As many samples as a plot has columns, or more. */
    private Duration interval() {
        long millis = Math.clamp(pace.measured().toMillis() / 120, 250, 30_000);
        return Duration.ofMillis(millis);
    }

    private void trend(Report report, List<Gauge.Sample> samples) {
        Gauge.Sample half =
                samples.get(samples.size() / 2); // all have come long since, and what grows with them has grown
        Gauge.Sample last = samples.getLast();
        double slope = slope(samples) * (3600.0 / (interval().toMillis() / 1000.0));
        report.figure("resident_bytes_per_hour", Math.rint(slope))
                .figure("threads", List.of(half.threads(), last.threads()))
                .figure("files", List.of(half.files(), last.files()));
        report.line(
                "memory",
                "%,d MiB at half time, %,d MiB last, slope %+,.0f MiB an hour",
                half.residentBytes() >> 20,
                last.residentBytes() >> 20,
                slope / (1 << 20));
        report.line("threads", "%,d at half time, %,d last", half.threads(), last.threads());
        report.line("open files", "%,d at half time, %,d last", half.files(), last.files());
        report.plot(
                "resident MiB",
                samples.stream().map(sample -> sample.residentBytes() >> 20).toList());
    }

    /** Bytes a sample, by least squares over the second half: the first is still growing to what the load needs. */
    private static double slope(List<Gauge.Sample> all) {
        List<Gauge.Sample> half = all.subList(all.size() / 2, all.size());
        double middle = (half.size() - 1) / 2.0;
        double mean =
                half.stream().mapToLong(Gauge.Sample::residentBytes).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < half.size(); i++) {
            above += (i - middle) * (half.get(i).residentBytes() - mean);
            below += (i - middle) * (i - middle);
        }
        return below == 0 ? 0 : above / below;
    }
}
