package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.report.Report;
import java.io.IOException;
import java.util.List;

/** One visitor of each group writes, and every connection of its group is told; a message counts once all were. */
public final class Fanout {
    private final Setting setting;
    private final int groups;
    private final int listeners;
    private final Pace pace;

    /** {@code listeners} are those of each group. */
    public Fanout(Setting setting, int groups, int listeners, Pace pace) {
        this.setting = setting;
        this.groups = groups;
        this.listeners = listeners;
        this.pace = pace;
    }

    public Report run() throws IOException, InterruptedException {
        setting.say("opening %,d conversations".formatted(groups));
        return run(setting.target().audiences(groups, listeners));
    }

    /** In conversations that are open already, which may be used again. */
    public Report run(List<Scene.Part> parts) throws IOException, InterruptedException {
        Talking talking = new Talking(setting, pace);
        Talking.Found found = talking.run(parts);
        Report report = new Report(
                "fanout",
                "%,d × 1 to %,d, %s, %s".formatted(groups, listeners, talking.paceInWords(), setting.codec()));
        report.figure("groups", groups).figure("listeners", listeners);
        talking.tell(report, found);
        return report;
    }
}
