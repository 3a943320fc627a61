package io.kefu.bench.peers;

import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.LoadException;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.server.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The program of {@code bench/peers/gopeer}, which takes whoever says hello and keeps nothing. */
final class GoPeer implements Target {
    private static final long ANSWERS_WITHIN_SECONDS = 30;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final URI server;

    private GoPeer(Process process) throws IOException, InterruptedException {
        this.process = process;
        Thread.ofPlatform().daemon().name("peer").start(this::read);
        this.server = URI.create(line());
    }

    /** Started and listening; {@code under} is what it is started under, such as {@code taskset -c 0}. */
    static GoPeer start(Path program, List<String> under) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(under);
        command.add(program.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean done = false;
        try {
            GoPeer peer = new GoPeer(process);
            done = true;
            return peer;
        } finally {
            if (!done) {
                process.destroyForcibly();
            }
        }
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (line != null) {
                lines.add(line);
                line = in.readLine();
            }
        } catch (IOException e) {
            // It has gone; whoever waits for a line is told so.
        }
    }

    private String line() throws IOException, InterruptedException {
        String line = lines.poll(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new LoadException("the peer said nothing for " + ANSWERS_WITHIN_SECONDS + " s");
        }
        return line;
    }

    @Override
    public URI server() {
        return server;
    }

    @Override
    public List<String> visitors(int count) {
        return IntStream.range(0, count).mapToObj(i -> "x" + "-".repeat(42)).toList();
    }

    @Override
    public List<Scene.Part> pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Scene.Part.pair("c" + i, "v" + i, "a" + i))
                .toList();
    }

    @Override
    public List<Scene.Part> audiences(int count, int listeners) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Scene.Part("c" + i, "v" + i, "", listeners(i, listeners)))
                .toList();
    }

    private static List<String> listeners(int conversation, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "l" + conversation + "-" + i)
                .toList();
    }

    @Override
    public Optional<Gauge> gauge() {
        return Optional.of(new Gauge(process.pid())).filter(Gauge::works);
    }

    @Override
    public OptionalLong ownFigure() {
        return OptionalLong.empty();
    }

    @Override
    public long backlog() {
        return 0;
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-USR1", Long.toString(process.pid()))
                .start()
                .waitFor();
        line();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
