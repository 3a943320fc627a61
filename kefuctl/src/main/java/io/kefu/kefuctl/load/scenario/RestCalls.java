package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.http.Call;
import io.kefu.kefuctl.load.http.Caller;
import io.kefu.kefuctl.load.http.Callers;
import io.kefu.kefuctl.load.http.Outcome;
import io.kefu.kefuctl.load.http.Shares;
import io.kefu.kefuctl.load.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Agents' consoles that read by the REST API: lists alone, histories alone, and both beside pictures up and down. */
public final class RestCalls {
    private final Setting setting;
    private final Plan plan;

    /** What is measured, one after the other. */
    public enum Part {
        LIST("lists alone"),
        HISTORY("histories alone"),
        MIX("a mix");

        private final String words;

        Part(String words) {
            this.words = words;
        }

        /** As options and figures call it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How much of what.
     *
     * @param conversations of all agents together, each with {@value Call#PAGE} messages or more
     * @param clients keep-alive connections, of each agent in turn
     * @param perSecond calls of all together, whatever the server does; 0 for as fast as they are answered
     * @param mix how often each kind is called in the part of that name
     * @param warmUp before each part is measured
     */
    public record Plan(
            int conversations,
            int clients,
            double perSecond,
            List<Part> parts,
            Map<Call, Integer> mix,
            Duration warmUp,
            Duration measured) {}

    public RestCalls(Setting setting, Plan plan) {
        this.setting = setting;
        this.plan = plan;
    }

    public Report run() throws IOException, InterruptedException {
        setting.say("opening %,d conversations".formatted(plan.conversations()));
        List<Scene.Part> conversations = setting.target().pairs(plan.conversations());
        List<String> agents =
                conversations.stream().map(Scene.Part::agent).distinct().toList();
        try (Presence _ = Presence.of(setting, agents)) {
            List<Caller> callers = new Desks(setting, conversations, agents).callers();
            Report report = new Report(
                    "rest",
                    "%,d connections of %,d agents who read %,d conversations, %s"
                            .formatted(
                                    plan.clients(),
                                    agents.size(),
                                    plan.conversations(),
                                    plan.perSecond() > 0
                                            ? "%,.0f calls a second".formatted(plan.perSecond())
                                            : "as fast as answered"));
            report.figure("clients", plan.clients())
                    .figure("agents", agents.size())
                    .figure("conversations", plan.conversations())
                    .figure("rate", plan.perSecond());
            try (Callers load = Callers.connect(setting.target().server(), callers, plan.clients())) {
                for (Part part : plan.parts()) {
                    measure(load, part, report);
                }
            }
            return report;
        }
    }

    private void measure(Callers load, Part part, Report report) throws IOException {
        Shares shares = shares(part);
        setting.say("%s: warming up for %,d s, measuring for %,d s"
                .formatted(
                        part.words, plan.warmUp().toSeconds(), plan.measured().toSeconds()));
        called(load, shares, plan.warmUp());
        Duration before = processor();
        long begun = System.nanoTime();
        Outcome outcome = called(load, shares, plan.measured());
        tell(report, part, shares, outcome, new Used(processor().minus(before), System.nanoTime() - begun));
    }

    /** The server's processor time, until the last answer. */
    private record Used(Duration processor, long nanos) {}

    private Shares shares(Part part) {
        return switch (part) {
            case LIST -> Shares.only(Call.LIST);
            case HISTORY -> Shares.only(Call.HISTORY);
            case MIX -> Shares.of(plan.mix());
        };
    }

    private Outcome called(Callers load, Shares shares, Duration time) throws IOException {
        return plan.perSecond() > 0
                ? load.open(shares, plan.perSecond(), time.toNanos())
                : load.closed(shares, time.toNanos());
    }

    private Duration processor() throws IOException {
        Optional<Gauge> gauge = setting.target().gauge();
        return gauge.isPresent() ? gauge.get().processor() : Duration.ZERO;
    }

    private static void tell(Report report, Part part, Shares shares, Outcome outcome, Used used) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seconds", Report.rounded(outcome.seconds()));
        figures.put("requests_per_second", Report.rounded(outcome.perSecond(outcome.answered())));
        figures.put("cpu_seconds", used.processor().toNanos() / 1e9);
        report.line(part.words, "%,.0f requests/s", outcome.perSecond(outcome.answered()));
        if (part == Part.MIX) {
            report.line("", "%s", shares);
        }
        if (!used.processor().isZero()) {
            report.line(
                    "  server's CPU",
                    "%.0f µs a request, %.0f %% of a core",
                    used.processor().toNanos() / 1e3 / Math.max(1, outcome.made()),
                    100.0 * used.processor().toNanos() / used.nanos());
        }
        outcome.kinds().forEach((call, kind) -> figures.put(call.word(), tell(report, call, kind, outcome)));
        report.figure(part.word(), figures);
        report.plot("requests a second", outcome.perSecond()).line("", "");
    }

    private static Map<String, Object> tell(Report report, Call call, Outcome.Kind kind, Outcome outcome) {
        double rate = outcome.perSecond(kind.answered());
        report.verdict(
                "  " + call.word(),
                kind.failed() == 0,
                "%,.0f/s, %,.1f kB each, %,d failed (%.3f %%)",
                rate,
                kind.bytesEach() / 1000,
                kind.failed(),
                100 * kind.errorRate());
        if (!kind.why().isEmpty()) {
            report.line("", "%s", Words.shortened(kind.why()));
        }
        report.latency("", kind.times());
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("requests_per_second", Report.rounded(rate));
        figures.put("failed", kind.failed());
        figures.put("error_rate", kind.errorRate());
        figures.put("why", kind.why());
        figures.put("bytes_each", Math.rint(kind.bytesEach()));
        figures.put("ms", Report.percentiles(kind.times()));
        return figures;
    }
}
