package io.kefu.bench.load;

import io.kefu.kefuctl.load.wire.Codec;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection of the generator: what is on its way, since when, and the bytes in both directions. */
final class Sender {
    /** Most that may be on the way; the time of what would be more counts from when it was due all the same. */
    static final int MOST_IN_FLIGHT = 1 << 14;

    private static final int OPCODE = 0x0F;
    private static final int PING = 9;
    private static final int CLOSE = 8;

    private final SocketChannel channel;
    private final Codec codec;
    private final Template template;
    private final long[] since = new long[MOST_IN_FLIGHT];
    private final ByteBuffer in = ByteBuffer.allocate(1 << 18).limit(0);
    private final ByteBuffer out = ByteBuffer.allocate(1 << 18);
    private long next = 1;
    private int inFlight;

    /** Told of each acknowledgement, of each error, and of whatever else came. */
    interface Listener {
        void acknowledged(Sender sender, long sinceNanos);

        void failed();

        void other();
    }

    Sender(SocketChannel channel, Codec codec, Template template) {
        this.channel = channel;
        this.codec = codec;
        this.template = template;
    }

    SocketChannel channel() {
        return channel;
    }

    int inFlight() {
        return inFlight;
    }

    /** Whether one more fits. */
    boolean hasRoom() {
        return template != null && inFlight < MOST_IN_FLIGHT && out.remaining() >= template.length();
    }

    void send(long sinceNanos) {
        since[(int) (next & (MOST_IN_FLIGHT - 1))] = sinceNanos;
        template.write(next++, out);
        inFlight++;
    }

    void flush() throws IOException {
        if (out.position() > 0) {
            out.flip();
            channel.write(out);
            out.compact();
        }
    }

    void read(Listener listener) throws IOException {
        in.compact();
        int count = channel.read(in);
        in.flip();
        if (count < 0) {
            throw new EOFException("the server closed a connection");
        }
        while (frame(listener)) {
            // The next one.
        }
    }

    private boolean frame(Listener listener) throws IOException {
        if (in.remaining() < 2) {
            return false;
        }
        int at = in.position();
        int length = in.get(at + 1) & 0x7F;
        int head = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (in.remaining() < head) {
            return false;
        }
        length = head == 2 ? length : head == 4 ? in.getShort(at + 2) & 0xFFFF : (int) in.getLong(at + 2);
        if (length > in.capacity() - head) {
            throw new IOException("the server sent a frame of " + length + " bytes");
        }
        if (in.remaining() < head + length) {
            return false;
        }
        take(in.get(at) & OPCODE, at + head, length, listener);
        in.position(at + head + length);
        return true;
    }

    private void take(int opcode, int at, int length, Listener listener) throws IOException {
        if (opcode == PING) {
            pong(at, length);
        } else if (opcode == CLOSE) {
            throw new EOFException(
                    "the server closed a connection with " + (length < 2 ? 1005 : in.getShort(at) & 0xFFFF));
        } else {
            long number = Acks.number(codec, in.array(), at, length);
            if (number >= 0) {
                inFlight--;
                listener.acknowledged(this, since[(int) (number & (MOST_IN_FLIGHT - 1))]);
            } else if (number == Acks.ERROR) {
                inFlight--;
                listener.failed();
            } else {
                listener.other();
            }
        }
    }

    /** With a mask of nothing, which leaves the payload as it is. */
    private void pong(int at, int length) {
        out.put((byte) 0x8A).put((byte) (0x80 | length)).putInt(0).put(in.array(), at, length);
    }
}
