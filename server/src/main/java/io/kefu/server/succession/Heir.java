package io.kefu.server.succession;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** The successor, as the server sees it whose place it takes. */
public final class Heir implements AutoCloseable {
    private final Line line;
    private final int kept;

    private Heir(Line line, int kept) {
        this.line = line;
        this.kept = kept;
    }

    /**
     * Gives a successor, which waits at a local socket, a share of the socket that listens there: whoever of the two accepts
     * has the connection.
     */
    public static Heir at(Path socket, InetSocketAddress address) throws IOException {
        int kept = Posix.duplicate(Listeners.at(address));
        Line line = null;
        boolean done = false;
        try {
            line = Line.to(socket);
            line.say(Word.LISTENER.code(), kept);
            done = true;
            return new Heir(line, kept);
        } finally {
            if (!done) {
                Posix.close(kept);
                if (line != null) {
                    line.close();
                }
            }
        }
    }

    /** False when it ends, or says nothing within the time. */
    public boolean ready(Duration within) throws IOException {
        return line.hear(within).word() == Word.READY.code();
    }

    /** From now on nobody but the successor accepts. */
    public void yielded() throws IOException {
        line.say(Word.YIELDED.code());
    }

    /** Whether its process has ended, or given up; waits a little while. */
    public boolean gone(Duration wait) throws IOException {
        return line.hear(wait).word() == Line.END;
    }

    /** Whether it serves now; false when it is gone, or says nothing within the time. */
    public boolean serves(Duration within) throws IOException {
        return line.hear(within).word() == Word.SERVES.code();
    }

    /** The listening socket again, for a server that keeps its place after all. Once. */
    public ServerSocketChannel listener() throws IOException {
        try (Seat seat = Seat.prepare()) {
            return seat.take(Posix.duplicate(kept));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            line.close();
        } finally {
            Posix.close(kept);
        }
    }
}
