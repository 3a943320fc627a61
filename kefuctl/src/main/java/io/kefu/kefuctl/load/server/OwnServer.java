package io.kefu.kefuctl.load.server;

import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * A server that was started for one load, with limits that no load meets and people who were there before it. Each agent is
 * alone in a group of its own, so that a conversation is told to its visitor and its agent and to nobody else. Its data
 * directory is removed when it is closed.
 */
public final class OwnServer implements Target {
    private volatile ServerProcess process;
    private final Launch launch;
    private final Path data;
    private final OwnPeople people;

    /**
     * Whom the load needs.
     *
     * @param visitors whom all calls together may ask for
     * @param desks agents; a conversation beyond them goes to the first again
     * @param bounded whether the server has the bounds on each connection that it is shipped with, and looks soon whether
     *     one is still there
     */
    public record Plan(int visitors, int desks, boolean bounded) {

        public Plan(int visitors, int desks) {
            this(visitors, desks, false);
        }

        /** Where what one connection may cost is to be measured. */
        public static Plan bounded(int visitors, int desks) {
            return new Plan(visitors, desks, true);
        }
    }

    private OwnServer(ServerProcess process, Launch launch, Path data, OwnPeople people) {
        this.process = process;
        this.launch = launch;
        this.data = data;
        this.people = people;
    }

    /** Started on {@code data}, which {@code launch} names too, and ready. What was written there goes when it fails. */
    public static OwnServer start(Path data, Plan plan, Launch launch) throws IOException {
        boolean done = false;
        try {
            if (plan.bounded()) {
                Configuration.bounded(data);
            } else {
                Configuration.withoutBot(data);
            }
            Configuration.desks(data, plan.desks());
            OwnPeople people = OwnPeople.settle(data, plan);
            OwnServer own = new OwnServer(ServerProcess.start(launch), launch, data, people);
            done = true;
            return own;
        } finally {
            if (!done) {
                remove(data);
            }
        }
    }

    /** The process that it runs in. */
    public ServerProcess process() {
        return process;
    }

    /** Another process takes its place while it serves; on return that one serves, and the one before has ended. */
    public void handOver() throws IOException, InterruptedException {
        ServerProcess before = process;
        process = ServerProcess.successor(launch, before);
        before.awaitEnd();
    }

    /** It is stopped, and started where it was. */
    public void restart() throws IOException, InterruptedException {
        ServerProcess before = process;
        before.stop();
        process = ServerProcess.again(launch, before);
    }

    /** The token of a supervisor, who sees every conversation. */
    public String operator() {
        return people.operator();
    }

    @Override
    public URI server() {
        return process.open();
    }

    @Override
    public List<String> visitors(int count) throws IOException {
        return people.visitors(count);
    }

    @Override
    public List<Scene.Part> pairs(int count) throws IOException, InterruptedException {
        List<Scene.Part> parts = new ArrayList<>();
        for (String visitor : people.visitors(count)) {
            OwnPeople.Desk desk = people.desk(parts.size());
            parts.add(Scene.Part.pair(opened(visitor, desk), visitor, desk.token()));
        }
        return parts;
    }

    @Override
    public List<Scene.Part> audiences(int count, int listeners) throws IOException, InterruptedException {
        List<Scene.Part> parts = new ArrayList<>();
        for (String visitor : people.visitors(count)) {
            OwnPeople.Desk desk = people.desk(parts.size());
            List<String> hearing = Collections.nCopies(listeners, desk.token());
            parts.add(new Scene.Part(opened(visitor, desk), visitor, "", hearing));
        }
        return parts;
    }

    private String opened(String visitor, OwnPeople.Desk desk) throws IOException, InterruptedException {
        String conversation = FirstMessage.send(server(), visitor);
        new Rest(server())
                .post(
                        "/api/v1/conversations/" + conversation + "/assign",
                        people.operator(),
                        Map.of("agent", desk.name()));
        return conversation;
    }

    @Override
    public Optional<Gauge> gauge() {
        return Optional.of(new Gauge(process.pid())).filter(Gauge::works);
    }

    /** Its heap alone. */
    @Override
    public OptionalLong ownFigure() throws IOException, InterruptedException {
        return OptionalLong.of(process.status().path("memory_bytes").asLong());
    }

    @Override
    public long backlog() throws IOException, InterruptedException {
        long most = 0;
        for (JsonNode tier : process.status().path("tiers")) {
            most = Math.max(most, tier.path("lag_records").asLong());
        }
        return most;
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        process.collect();
    }

    /** Kills it: nothing of its data is needed any more. */
    @Override
    public void close() throws IOException {
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it has its SIGKILL, and the rest can go on
        } finally {
            process.close();
            remove(data);
        }
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
