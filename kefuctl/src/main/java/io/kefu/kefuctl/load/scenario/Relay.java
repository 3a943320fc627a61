package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.report.Report;
import java.io.IOException;
import java.util.List;

/** Visitors and agents who write to each other, in turns; a message counts once it is acknowledged and delivered. */
public final class Relay {
    private final Setting setting;
    private final int pairs;
    private final Pace pace;

    public Relay(Setting setting, int pairs, Pace pace) {
        this.setting = setting;
        this.pairs = pairs;
        this.pace = pace;
    }

    public Report run() throws IOException, InterruptedException {
        setting.say("opening %,d conversations".formatted(pairs));
        return run(setting.target().pairs(pairs));
    }

    /** In conversations that are open already, which may be used again. */
    public Report run(List<Scene.Part> parts) throws IOException, InterruptedException {
        Talking talking = new Talking(setting, pace);
        Talking.Found found = talking.run(parts);
        Report report = new Report(
                "relay",
                "%,d pairs of visitor and agent, %s, %s".formatted(pairs, talking.paceInWords(), setting.codec()));
        report.figure("pairs", pairs);
        talking.tell(report, found);
        return report;
    }
}
