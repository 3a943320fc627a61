package io.kefu.storage.engines;

import io.kefu.storage.engines.Faults.Passage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** One connection through a {@link FaultProxy}: a thread carries requests, another one answers. */
final class ProxiedConnection {
    private static final int PIECE_BYTES = 16_384;

    private final Socket client;
    private final Socket engine;
    private final CurrentFaults faults;
    private final Consumer<ProxiedConnection> ended;
    private volatile boolean asked;

    ProxiedConnection(Socket client, Socket engine, CurrentFaults faults, Consumer<ProxiedConnection> ended) {
        this.client = client;
        this.engine = engine;
        this.faults = faults;
        this.ended = ended;
    }

    void start() {
        Thread.ofVirtual().start(() -> carry(client, engine, Faults::toEngine, this::request));
        Thread.ofVirtual().start(() -> carry(engine, client, Faults::toClient, this::answer));
    }

    /** Ends both sides with RST. */
    void reset() {
        reset(client);
        reset(engine);
        ended.accept(this);
    }

    /** Ends a socket so that its other side sees RST and not FIN. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was closed by the other side or the other thread, which is what was wanted.
            assert socket.isClosed() : e;
        }
    }

    private interface Step {
        /** Answers how many of the bytes may pass; fewer than there are end the connection. */
        int before(int bytes) throws InterruptedException;
    }

    private void carry(Socket from, Socket to, Function<Faults, Passage> direction, Step step) {
        byte[] piece = new byte[PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                faults.awaitOther(direction, Passage.HELD);
                if (direction.apply(faults.now()) == Passage.LOST) {
                    lose(direction, in);
                    return;
                }
                int passing = step.before(read);
                out.write(piece, 0, passing);
                if (passing < read) {
                    reset();
                    return;
                }
            }
            faults.awaitOther(direction, Passage.HELD);
            to.shutdownOutput();
            endIfBothAreDone();
        } catch (IOException e) {
            reset(); // one side is gone: so is the other
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a proxy's threads", e);
        }
    }

    /** Swallows what comes until the passage is another one, and then ends the connection, which cannot go on. */
    private void lose(Function<Faults, Passage> direction, InputStream in) throws IOException, InterruptedException {
        Thread.ofVirtual().start(() -> swallow(in));
        faults.awaitOther(direction, Passage.LOST);
        reset();
    }

    private void swallow(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            ended.accept(this); // reset
        }
    }

    private int request(int bytes) throws InterruptedException {
        asked = true;
        throttle(bytes);
        return faults.allowed(bytes);
    }

    /** The first piece after a request is the beginning of an answer: that one is delayed. */
    private int answer(int bytes) throws InterruptedException {
        if (asked) {
            asked = false;
            TimeUnit.NANOSECONDS.sleep(faults.now().delay().toNanos());
        }
        throttle(bytes);
        return bytes;
    }

    private void throttle(int bytes) throws InterruptedException {
        long bytesPerSecond = faults.now().bytesPerSecond();
        if (bytesPerSecond > 0) {
            TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond);
        }
    }

    private void endIfBothAreDone() throws IOException {
        if (client.isOutputShutdown() && engine.isOutputShutdown()) {
            client.close();
            engine.close();
            ended.accept(this);
        }
    }
}
