package io.kefu.kefuctl.load.client;

import io.kefu.kefuctl.load.LoadException;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Visitors and agents who talk in pairs, at an even rate whatever the server does, and stay when it is restarted. */
public final class Company implements AutoCloseable {
    private static final String TEXT = "你好，我想问一下订单什么时候发货？ When will it ship, please?";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int AT_ONCE = 100;

    private final Ledger ledger = new Ledger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("company-timer").factory());
    private final URI server;
    private final List<List<Client>> pairs = new ArrayList<>();
    private final List<Client> all = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean talking;
    private Thread talker;

    /** A visitor and an agent in each of its parts. */
    public Company(Scene scene) {
        this.server = scene.server();
        Client.Surroundings around = new Client.Surroundings(server, scene.codec(), ledger, timer);
        for (Scene.Part part : scene.parts()) {
            String name = scene.run() + pairs.size();
            Client visitor = new Client(around, name + "v", part.visitor(), part.conversation());
            Client agent = new Client(around, name + "a", part.agent(), part.conversation());
            pairs.add(List.of(visitor, agent));
            all.add(visitor);
            all.add(agent);
        }
    }

    public Ledger ledger() {
        return ledger;
    }

    public int size() {
        return all.size();
    }

    /** All connect. */
    public void arrive(Duration within) throws LoadException {
        long deadline = System.nanoTime() + within.toNanos();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<Client> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            some.forEach(client -> threads.add(Thread.startVirtualThread(client)));
            await("not all were welcomed", deadline, () -> some.stream().allMatch(Client::welcomed));
        }
    }

    /** From now on so many messages a second are due, of each client in turn. */
    public void talk(double perSecond) {
        talking = true;
        talker = Thread.ofPlatform().daemon().name("company-talk").start(() -> talkOn(perSecond));
        Thread.startVirtualThread(this::watchItself);
    }

    /** A thread as each client has one, which asks for nothing but its turn. */
    private void watchItself() {
        while (talking) {
            long due = System.nanoTime() + LOOK_NANOS;
            LockSupport.parkNanos(LOOK_NANOS);
            ledger.late(System.nanoTime() - due);
        }
    }

    private void talkOn(double perSecond) {
        long each = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        long due = System.nanoTime();
        for (int turn = 0; talking; turn = (turn + 1) % all.size()) {
            long left = due - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(left);
            }
            all.get(turn).write(TEXT, due);
            due += each;
        }
    }

    /** Nobody writes any more; returns when all that was written is acknowledged and told to both sides. */
    public void settle(Duration within) throws LoadException, InterruptedException {
        talking = false;
        talker.join(within);
        long deadline = System.nanoTime() + within.toNanos();
        await("not all was acknowledged", deadline, () -> all.stream().allMatch(Client::settled));
        await("not all was told", deadline, () -> pairs.stream().allMatch(Company::together));
    }

    private static boolean together(List<Client> pair) {
        return pair.getFirst().whole() == pair.getLast().whole();
    }

    /** Everybody is connected. */
    public void awaitWelcomed(Duration within) throws LoadException {
        await(
                "not all came back",
                System.nanoTime() + within.toNanos(),
                () -> all.stream().allMatch(Client::welcomed));
    }

    private static void await(String otherwise, long deadline, BooleanSupplier condition) throws LoadException {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new LoadException(otherwise + " in time");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Against the journal, conversation by conversation. */
    public Account.Found account() throws IOException, InterruptedException {
        Account account = new Account(new Rest(server));
        for (List<Client> pair : pairs) {
            account.check(pair);
        }
        return account.found();
    }

    @Override
    public void close() {
        talking = false;
        all.forEach(Client::stop);
        timer.shutdownNow();
    }
}
