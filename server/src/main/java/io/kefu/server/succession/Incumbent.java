package io.kefu.server.succession;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The server whose place is taken, as its successor sees it. */
public final class Incumbent implements AutoCloseable {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final Duration YIELDS_WITHIN = Duration.ofSeconds(30);

    private final Line line;
    private final int listener;
    private final Seat seat;

    private Incumbent(Line line, int listener, Seat seat) {
        this.line = line;
        this.listener = listener;
        this.seat = seat;
    }

    /** How the server learns where its successor waits for it. */
    public interface Call {
        void at(Path socket) throws IOException;
    }

    /**
     * Asks for a share of the listening socket; the server goes on as before.
     *
     * @param data where the local socket may be, when its path is short enough
     */
    public static Incumbent ask(Path data, Call call) throws IOException {
        Path folder = folder(data);
        Path socket = folder.resolve("s");
        try (Line.Door door = Line.Door.at(socket)) {
            call.at(socket);
            return of(door.accept(ANSWERS_WITHIN));
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    private static Path folder(Path data) throws IOException {
        Path near = Files.createTempDirectory(data.toAbsolutePath(), ".successor-");
        if (near.toString().length() + 2 <= Line.LONGEST_PATH) {
            return near;
        }
        Files.delete(near);
        return Files.createTempDirectory("kefu-successor-");
    }

    private static Incumbent of(Line line) throws IOException {
        boolean done = false;
        try {
            Seat seat = Seat.prepare();
            Incumbent incumbent = of(line, line.hear(ANSWERS_WITHIN), seat);
            done = true;
            return incumbent;
        } finally {
            if (!done) {
                line.close();
            }
        }
    }

    private static Incumbent of(Line line, Line.Said said, Seat seat) throws IOException {
        if (said.word() == Word.LISTENER.code() && said.descriptor() >= 0) {
            return new Incumbent(line, said.descriptor(), seat);
        }
        seat.close();
        if (said.descriptor() >= 0) {
            Posix.close(said.descriptor());
        }
        throw new IOException("the server that runs gave no listening socket");
    }

    /** The listening socket. Once. */
    public ServerSocketChannel listener() throws IOException {
        return seat.take(Posix.duplicate(listener));
    }

    /** Has the server leave; on return it accepts no more connections. */
    public void leave() throws IOException {
        line.say(Word.READY.code());
        if (line.hear(YIELDS_WITHIN).word() != Word.YIELDED.code()) {
            throw new IOException("the server that runs did not begin to leave");
        }
    }

    /** Tells it, if it is still there, that its place is taken. */
    public void served() throws IOException {
        line.say(Word.SERVES.code());
    }

    /** A server that has not given its place away yet goes on serving then. */
    @Override
    public void close() throws IOException {
        try (seat;
                line) {
            Posix.close(listener);
        }
    }
}
