package io.kefu.kefuctl.load.server;

import java.io.IOException;
import java.util.List;

/** A server on processor 0 and the load generator on the others, so that neither takes the other's time. */
public final class Processors {

    private Processors() {}

    /** Keeps this process off processor 0; gives what a server is started under to keep to it, nothing where that fails. */
    public static List<String> pinned() throws InterruptedException {
        int count = Runtime.getRuntime().availableProcessors();
        if (count < 2) {
            return List.of();
        }
        String others = count == 2 ? "1" : "1-" + (count - 1);
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", others, pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return taskset.waitFor() == 0 ? List.of("taskset", "-c", "0") : List.of();
        } catch (IOException e) {
            return List.of(); // no taskset on this machine
        }
    }
}
