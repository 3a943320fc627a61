package io.kefu.kefuctl.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The main class of a worker in a process of its own: its job is the first line of standard input, its orders are the
 * others, and each is answered with a line. It ends with its input, so that none is left behind.
 */
final class WorkerProcess {
    static final String READY = "ready";
    private static final String END = "";

    private WorkerProcess() {}

    /** Either side of a job, as one line. */
    record Envelope(Job.Talking talking, Job.Standing standing) {

        static Envelope of(Job job) {
            return switch (job) {
                case Job.Talking talking -> new Envelope(talking, null);
                case Job.Standing standing -> new Envelope(null, standing);
            };
        }

        Job job() {
            return talking == null ? standing : talking;
        }
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Job job = Wire.JSON.readValue(in.readLine(), Envelope.class).job();
        BlockingQueue<String> orders = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("orders").start(() -> read(in, orders));
        try (Worker worker = Worker.of(job)) {
            out.println(READY);
            while (true) {
                String line = orders.poll();
                if (line == null) {
                    worker.idle();
                } else if (line.equals(END)) {
                    return;
                } else {
                    out.println(Wire.JSON.writeValueAsString(worker.carryOut(Wire.JSON.readValue(line, Order.class))));
                }
            }
        }
    }

    private static void read(BufferedReader in, BlockingQueue<String> orders) {
        try {
            String line = in.readLine();
            while (line != null) {
                orders.add(line);
                line = in.readLine();
            }
        } catch (IOException e) {
            // As good as its end.
        }
        orders.add(END);
    }
}
