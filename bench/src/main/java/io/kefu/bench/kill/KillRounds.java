package io.kefu.bench.kill;

import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.server.ServerProcess;
import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Kills a server under load again and again, and after each new start waits for its clients and holds all that they were
 * told against what is stored.
 *
 * <p>The clients are visitors, some with two devices, and an agent at two consoles; half speak JSON, half protobuf. Two
 * visitors come and two go each round. All write without a pause, while the server is dead and while it starts too.
 */
public final class KillRounds {
    private static final int VISITORS = 6;
    private static final int NEW_A_ROUND = 2;
    private static final long TICK_NANOS = 8_000_000;
    /** Acknowledgements after which a round's load is under way, so that the kill meets it on a slow machine too. */
    private static final int FLOWING = 100;

    private static final long FLOWING_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long WELCOME_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int SHORTEST_MILLIS = 100;
    private static final int LONGEST_MILLIS = 800;

    private final Launch launch;
    private final Random random;
    private final Consumer<String> progress;
    private final Faults faults = new Faults();
    /** Up to which number everyone was held against what is stored. */
    private final Map<String, Long> held = new HashMap<>();

    private final Truth truth = new Truth(faults);
    private final Place place = new Place();
    private final List<Participant> agents = new ArrayList<>();
    private final List<Participant> visitors = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> converged = new ArrayList<>();
    private Participant.Figures gone = new Participant.Figures(0, 0, 0, 0, 0);
    private ServerProcess server;
    private int people;
    private int heldAcks;

    public KillRounds(Launch launch, long seed, Consumer<String> progress) {
        this.launch = launch;
        this.random = new Random(seed);
        this.progress = progress;
    }

    /** The rounds, then a clean stop and the journal. Nothing of it is left running. */
    public Summary run(int rounds) throws IOException, InterruptedException {
        try {
            start();
            joinAgents();
            for (int round = 1; round <= rounds; round++) {
                round(round);
            }
            return end(rounds);
        } finally {
            for (Participant each : all()) {
                each.stop();
            }
            server.close();
        }
    }

    private void start() throws IOException {
        server = ServerProcess.start(launch);
        starts.add(server.startedIn().toMillis());
        place.is(server.open());
    }

    private Rest rest() {
        return new Rest(server.open());
    }

    private void joinAgents() throws IOException, InterruptedException {
        Rest.Identity admin = rest().signIn("admin", Launch.PASSWORD);
        for (Codec codec : Codec.values()) {
            agents.add(join(new Participant.Role("agent-" + codec, true, true), admin, codec));
        }
    }

    private Participant join(Participant.Role role, Rest.Identity who, Codec codec) {
        Participant participant = new Participant(role, who, codec, place, faults);
        Thread.ofVirtual().name(role.name()).start(participant);
        return participant;
    }

    /** Each third visitor has a second device, which speaks the other form. */
    private void joinVisitor() throws IOException, InterruptedException {
        int number = people++;
        Codec codec = Codec.alternating(number);
        Rest.Identity who = rest().newVisitor();
        visitors.add(join(new Participant.Role("visitor" + number, false, true), who, codec));
        if (number % 3 == 0) {
            Codec other = Codec.alternating(number + 1);
            visitors.add(join(new Participant.Role("visitor" + number + "b", false, true), who, other));
        }
    }

    private void round(int round) throws IOException, InterruptedException {
        leave();
        for (int i = 0; i < NEW_A_ROUND || visitors.size() < VISITORS; i++) {
            joinVisitor();
        }
        awaitWelcome();
        long life = TimeUnit.MILLISECONDS.toNanos(SHORTEST_MILLIS)
                + random.nextLong(TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS - SHORTEST_MILLIS));
        all().forEach(each -> each.write(true));
        int before = acknowledged();
        writeUntil(() -> acknowledged() > before + FLOWING, System.nanoTime() + FLOWING_WITHIN_NANOS);
        long end = System.nanoTime() + life;
        writeUntil(() -> System.nanoTime() >= end, end);
        server.kill();
        place.isNowhere();
        start();
        all().forEach(each -> each.write(false));
        long begun = System.nanoTime();
        check();
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        converged.add(took);
        progress.accept("round %d: killed after %d ms, up in %d ms, converged in %d ms, %,d messages, %s"
                .formatted(
                        round,
                        TimeUnit.NANOSECONDS.toMillis(life),
                        starts.getLast(),
                        took,
                        truth.messages(),
                        faults.told().isEmpty() ? "no fault" : faults.told()));
    }

    /** Those that came just now are to write from the first moment on. */
    private void awaitWelcome() throws IOException {
        long deadline = System.nanoTime() + WELCOME_NANOS;
        while (!all().stream().allMatch(Participant::welcomed)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("a client was not welcomed in time");
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private int acknowledged() {
        return all().stream().mapToInt(each -> each.figures().acknowledged()).sum();
    }

    private void writeUntil(BooleanSupplier enough, long end) {
        while (!enough.getAsBoolean() && System.nanoTime() < end) {
            List<String> open = visitors.stream()
                    .flatMap(visitor -> visitor.conversations().stream())
                    .distinct()
                    .toList();
            agents.forEach(agent -> agent.targets(open));
            all().forEach(Participant::tick);
            LockSupport.parkNanos(Math.min(TICK_NANOS, Math.max(1, end - System.nanoTime())));
        }
    }

    /** The oldest go; their conversations stay, and are looked at again at the end. */
    private void leave() throws IOException {
        while (visitors.size() > VISITORS) {
            Participant gone = visitors.removeFirst();
            this.gone = this.gone.plus(gone.figures());
            gone.stop();
        }
    }

    private void check() throws IOException, InterruptedException {
        Map<String, Long> last = new Convergence(all(), rest(), agents.getFirst().who).await();
        CatchUp history = new CatchUp(rest(), agents.getFirst().who.token());
        for (Map.Entry<String, Long> conversation : last.entrySet()) {
            String id = conversation.getKey();
            long agreed = conversation.getValue();
            long before = held.getOrDefault(id, 0L);
            truth.readOn(history, id, agreed);
            for (Participant each : all()) {
                if (each.role.agent() || each.conversations().contains(id)) {
                    truth.hold(history, each, id, before + 1, agreed);
                }
            }
            held.put(id, agreed);
        }
        for (Participant each : all()) {
            List<Outbox.Acked> acks = each.takeFreshAcks();
            heldAcks += acks.size();
            truth.hold(each, acks);
        }
    }

    private Summary end(int rounds) throws IOException, InterruptedException {
        CatchUp asAgent = new CatchUp(rest(), agents.getFirst().who.token());
        for (String id : truth.all().keySet()) {
            truth.holdAgain(asAgent, id, false);
        }
        for (Participant visitor : visitors) {
            CatchUp asVisitor = new CatchUp(rest(), visitor.who.token());
            for (String id : visitor.conversations()) {
                truth.holdAgain(asVisitor, id, true);
                truth.hold(asVisitor, visitor, id, 1, held.getOrDefault(id, 0L));
            }
        }
        Participant.Figures figures = all().stream().map(Participant::figures).reduce(gone, Participant.Figures::plus);
        for (Participant each : all()) {
            each.stop();
        }
        int code = server.stop();
        if (code != 0) {
            faults.add(Faults.Kind.UNEXPECTED, "the last stop ended with " + code);
        }
        long records = new JournalCheck(truth, faults).hold(launch.data().resolve("journal"));
        return new Summary(
                rounds, figures, heldAcks, truth.all().size(), truth.messages(), records, starts, converged, faults);
    }

    private List<Participant> all() {
        List<Participant> all = new ArrayList<>(agents);
        all.addAll(visitors);
        return all;
    }
}
