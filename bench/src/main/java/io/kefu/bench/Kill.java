package io.kefu.bench;

import io.kefu.bench.kill.KillRounds;
import io.kefu.bench.kill.Summary;
import io.kefu.bench.server.Training;
import io.kefu.kefuctl.load.server.Configuration;
import io.kefu.kefuctl.load.server.Launch;
import java.nio.file.Path;

/**
 * {@code kill [--rounds 200] [--seed N] [--data DIR]}: kills a server under load as often as asked, and tells what was
 * lost, doubled or missing. Ends with 1 when anything was. The data directory must be new; without one it is made under
 * {@code target/} and left there.
 */
public final class Kill {

    private Kill() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments, "rounds", "seed", "data");
        Path data = Options.directory(options.text("data", ""), "kill");
        long seed = options.number("seed", System.nanoTime());
        Configuration.quickStart(data);
        System.out.println("data in " + data + ", seed " + seed);
        Launch launch = Training.train(Launch.up(data, Launch.SHORT_LIVED));
        Summary summary = new KillRounds(launch, seed, System.out::println).run((int) options.number("rounds", 200));
        System.out.println(summary);
        System.exit(summary.faults().told().isEmpty() ? 0 : 1);
    }
}
