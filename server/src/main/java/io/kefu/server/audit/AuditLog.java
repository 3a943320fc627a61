package io.kefu.server.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log in a folder of the data directory: at most {@value #SEGMENTS} files of {@value #SEGMENT_BYTES} bytes. The
 * oldest goes when there would be one more; the chain goes on, and an entry says where what is left begins.
 */
public final class AuditLog implements Audit, AutoCloseable {
    static final int SEGMENTS = 32;
    static final long SEGMENT_BYTES = 4L << 20;
    private static final int WALKS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final Path folder;
    private final InstantSource clock;
    private final long segmentBytes;
    private final int segments;
    private final ReentrantLock reading = new ReentrantLock();
    private FileChannel channel; // null before the first entry
    private Path file; // that of the channel
    private long length;
    private Head head;
    private boolean closed;

    private AuditLog(Path folder, InstantSource clock, long segmentBytes, int segments) {
        this.folder = folder;
        this.clock = clock;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
    }

    /**
     * Opens the log, or begins one. Half a line at the end, as a loss of power leaves it, is taken away, and an entry says so.
     *
     * @throws IOException when it cannot be read or written
     */
    public static AuditLog open(Path folder, InstantSource clock) throws IOException {
        return open(folder, clock, SEGMENT_BYTES, SEGMENTS);
    }

    static AuditLog open(Path folder, InstantSource clock, long segmentBytes, int segments) throws IOException {
        Segments.prepare(folder);
        AuditLog log = new AuditLog(folder, clock, segmentBytes, segments);
        try {
            log.resume();
        } catch (AuditUnavailableException e) {
            log.close();
            throw new IOException(e.getMessage(), e);
        }
        return log;
    }

    private void resume() throws IOException {
        List<Path> files = Segments.of(folder);
        if (files.isEmpty()) {
            head = Head.EMPTY;
            return;
        }
        Path last = files.getLast();
        file = last;
        channel = FileChannel.open(last, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Tail tail = Tail.of(Segments.tail(channel, channel.size()));
        length = channel.size() - tail.torn();
        head = tail.last().isPresent()
                ? new Head(
                        number(last, tail.last().get()),
                        Chain.stated(tail.last().get()))
                : before(files);
        if (tail.torn() > 0) {
            channel.truncate(length);
            note(
                    new Act(Actor.system("audit"), Act.SERVER, "audit.mend", "audit", "half an entry was taken away"),
                    Outcome.DONE,
                    tail.torn() + " bytes");
        }
    }

    /** A line that was tampered with says no number that can be trusted, but the lines can be counted. */
    private static long number(Path file, String line) throws IOException {
        try {
            return Entry.parse(Chain.text(line)).seq();
        } catch (IllegalArgumentException e) {
            return Segments.first(file) + Segments.lines(file).size() - 1;
        }
    }

    /** Of a last file that holds no entry yet. */
    private static Head before(List<Path> files) throws IOException {
        Path last = files.getLast();
        if (files.size() == 1) {
            return Head.EMPTY;
        }
        String line = Segments.lines(files.get(files.size() - 2)).getLast();
        return new Head(Segments.first(last) - 1, Chain.stated(line));
    }

    @Override
    public Begun begin(Act act) {
        long seq = append(act, Outcome.BEGUN, 0, "");
        return (outcome, detail) -> {
            try {
                append(act, outcome, seq, detail);
            } catch (AuditUnavailableException e) {
                LOG.error("audit=unwritten of={} action={} outcome={}: {}", seq, act.action(), outcome, e.getMessage());
            }
        };
    }

    @Override
    public void note(Act act, Outcome outcome, String detail) {
        append(act, outcome, 0, detail);
    }

    private synchronized long append(Act act, Outcome outcome, long of, String detail) {
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            reopen();
            if (channel == null || length >= segmentBytes) {
                roll();
            }
            return write(act, outcome, of, detail);
        } catch (IOException e) {
            throw new AuditUnavailableException(
                    "the audit log in " + folder + " cannot be written (" + e
                            + "), and nothing is changed unwritten: free some space",
                    e);
        }
    }

    /** Whoever is interrupted while it writes closes the channel, as it is made: for itself, not for the others. */
    private void reopen() throws IOException {
        if (channel != null && !channel.isOpen()) {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
    }

    private long write(Act act, Outcome outcome, long of, String detail) throws IOException {
        Entry entry = new Entry(
                head.seq() + 1,
                head.digest(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                act,
                outcome,
                of,
                Act.cut(detail, Act.MOST_SUMMARY));
        String line = Chain.line(entry.text());
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        // What a failed write has left behind the last entry is overwritten, and cut off where it was longer.
        channel.truncate(length);
        long at = length;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        channel.force(false);
        length = at;
        head = new Head(entry.seq(), Chain.stated(line));
        return entry.seq();
    }

    private void roll() throws IOException {
        long first = head.seq() + 1;
        FileChannel next = Segments.create(folder, first);
        if (channel != null) {
            channel.close();
        }
        channel = next;
        file = Segments.file(folder, first);
        length = 0;
        List<Path> files = Segments.of(folder);
        if (files.size() > segments) {
            prune(files);
        }
    }

    /** The entry first: what is missing without one was taken away by somebody else. */
    private void prune(List<Path> files) throws IOException {
        List<Path> gone = files.subList(0, files.size() - segments);
        long last = Segments.first(files.get(gone.size())) - 1;
        List<String> lines = Segments.lines(gone.getLast());
        String digest = lines.isEmpty() ? "" : Chain.stated(lines.getLast());
        write(
                new Act(
                        Actor.system("audit"),
                        Act.SERVER,
                        Verification.PRUNED,
                        Segments.first(gone.getFirst()) + "-" + last,
                        digest),
                Outcome.DONE,
                0,
                "");
        for (Path each : gone) {
            Files.delete(each);
        }
    }

    /** Where it ends now. */
    public synchronized Head head() {
        return head;
    }

    /**
     * The newest entries that match, oldest of them first. One caller at a time reads: all of the log when little matches.
     *
     * @throws AuditUnavailableException when they cannot be read
     */
    public List<Entry> newest(Search search) {
        reading.lock();
        try {
            return search.in(Segments.of(folder));
        } catch (IOException e) {
            throw new AuditUnavailableException("the audit log in " + folder + " cannot be read: " + e.getMessage(), e);
        } finally {
            reading.unlock();
        }
    }

    /**
     * Reads it all and says whether it is what was written. One caller at a time does: a second or two of a full log.
     * Changes go on meanwhile.
     */
    public Verification verify() {
        reading.lock();
        try {
            return walked();
        } finally {
            reading.unlock();
        }
    }

    /** A file that goes while it is walked ends a walk; the last try lets nobody write meanwhile. */
    private Verification walked() {
        for (int i = 1; i < WALKS; i++) {
            try {
                return Verification.of(folder, Optional.of(head()));
            } catch (AuditUnavailableException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
        synchronized (this) {
            return Verification.of(folder, Optional.of(head));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.warn("audit=unclosed: {}", e.getMessage());
        }
    }
}
