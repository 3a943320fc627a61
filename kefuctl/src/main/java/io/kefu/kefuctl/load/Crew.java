package io.kefu.kefuctl.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;

/**
 * One worker in this process, or several in processes of their own: a process may hold only so many files, and one thread
 * only so much load. All get each order together, and their answers are added up.
 */
public final class Crew implements AutoCloseable {
    private static final long ENDS_WITHIN_SECONDS = 10;

    private final List<Child> children = new ArrayList<>();
    private Worker own;

    private Crew() {}

    /** Ready for the first order. */
    public static Crew of(Job job, int processes) throws IOException {
        Crew crew = new Crew();
        boolean done = false;
        try {
            if (processes == 1) {
                crew.own = Worker.of(job);
            } else {
                for (Job part : job.split(processes)) {
                    crew.children.add(new Child(part));
                }
                for (Child child : crew.children) {
                    child.awaitReady();
                }
            }
            done = true;
            return crew;
        } finally {
            if (!done) {
                crew.close();
            }
        }
    }

    /** All workers' answers together. */
    public Answer carryOut(Order order) throws IOException, InterruptedException {
        if (own != null) {
            return own.carryOut(order);
        }
        for (Child child : children) {
            child.tell(order.share(children.size()));
        }
        Answer all = null;
        for (Child child : children) {
            Answer one = child.answer();
            all = all == null ? one : all.plus(one);
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        if (own != null) {
            own.close();
        }
        for (Child child : children) {
            child.close();
        }
    }

    private static final class Child implements AutoCloseable {
        private final Process process;
        private final BufferedReader in;

        Child(Job job) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            System.getProperty("java.class.path"),
                            WorkerProcess.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            write(Wire.JSON.writeValueAsString(WorkerProcess.Envelope.of(job)));
        }

        void awaitReady() throws IOException {
            String line = in.readLine();
            if (!WorkerProcess.READY.equals(line)) {
                throw new LoadException("a worker process did not become ready");
            }
        }

        void tell(Order order) throws IOException {
            write(Wire.JSON.writeValueAsString(order));
        }

        private void write(String line) throws IOException {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        Answer answer() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new LoadException("a worker process ended in the middle");
            }
            try {
                return Wire.JSON.readValue(line, Answer.class);
            } catch (JacksonException e) {
                throw new IOException("a worker process answered what is no answer", e);
            }
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
