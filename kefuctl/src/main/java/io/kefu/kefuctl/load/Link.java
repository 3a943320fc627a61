package io.kefu.kefuctl.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.WebSocketLink;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * One client connection (RFC 6455) on a {@link Loop}: it connects, upgrades, says hello, answers pings, and tells its owner
 * of each frame. While nothing is on its way it holds no buffer, so that a great many fit into one process.
 */
final class Link {
    private static final int OPCODE = 0x0F;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int MOST_HEAD = 16 * 1024;
    private static final int FIRST_ROOM = 1024;
    private static final int MOST_ROOM = 1 << 20;
    private static final byte[] NOTHING = new byte[0];
    private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

    /** Who is told. All calls are made by the thread of the loop. */
    interface Owner {

        /** The server has welcomed it. */
        void live(Link link);

        /** A frame came; what it is {@code seen} tells until this returns. */
        void frame(Link link, FrameScan seen);

        /** It is over: closed by the server, refused or broken. */
        void ended(Link link, String why);
    }

    private enum State {
        CONNECTING,
        UPGRADING,
        GREETING,
        LIVE,
        ENDED
    }

    private final Loop loop;
    private final URI server;
    private final Codec codec;
    private final byte[] hello;
    private final Owner owner;
    private SocketChannel channel;
    private SelectionKey key;
    private State state = State.CONNECTING;
    private byte[] partial = NOTHING;
    private ByteBuffer out = NO_ROOM;
    private boolean keepsRoom;
    private boolean dirty;

    /** Its owner's. */
    Object attachment;

    Link(Loop loop, URI server, Codec codec, byte[] hello, Owner owner) {
        this.loop = loop;
        this.server = server;
        this.codec = codec;
        this.hello = hello;
        this.owner = owner;
    }

    /** Begins to connect, anew after an end; {@code from} is this side's address, null for any. */
    void connect(SocketAddress to, SocketAddress from) throws IOException {
        state = State.CONNECTING;
        partial = NOTHING;
        out = NO_ROOM;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (from != null) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(from);
        }
        channel.connect(to);
        key = loop.register(channel, SelectionKey.OP_CONNECT, this);
    }

    boolean isLive() {
        return state == State.LIVE;
    }

    /** What it writes comes often enough to keep the room for it. */
    void keepRoom() {
        keepsRoom = true;
    }

    /** Room for one more frame, to be put by the caller; null when {@value #MOST_ROOM} bytes wait already. */
    ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int needed = out.position() + bytes;
            if (needed > MOST_ROOM) {
                return null;
            }
            ByteBuffer larger = ByteBuffer.allocate(Math.max(FIRST_ROOM, Integer.highestOneBit(needed) << 1));
            out = larger.put(out.flip());
        }
        if (!dirty) {
            dirty = true;
            loop.dirty(this);
        }
        return out;
    }

    /** Leaves at once, without a close frame; the owner is not told. */
    void abort() {
        state = State.ENDED;
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private void end(String why) {
        if (state != State.ENDED) {
            abort();
            owner.ended(this, why);
        }
    }

    /** Called by the loop when the socket is ready for something. */
    void ready() {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                state = State.UPGRADING;
                key.interestOps(SelectionKey.OP_READ);
                put(WebSocketLink.request(server, codec.subprotocol()));
            } else {
                if (key.isWritable()) {
                    flush();
                }
                if (key.isValid() && key.isReadable()) {
                    read();
                }
            }
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    /** Called by the loop once a turn when something was put. */
    void flushed() {
        dirty = false;
        if (state == State.ENDED) {
            return;
        }
        try {
            flush();
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    private void flush() throws IOException {
        out.flip();
        channel.write(out);
        boolean more = out.hasRemaining();
        out.compact();
        key.interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        if (!more && !keepsRoom) {
            out = NO_ROOM;
        }
    }

    private void put(byte[] bytes) throws IOException {
        ByteBuffer to = room(bytes.length);
        if (to == null) {
            throw new IOException("the server reads nothing");
        }
        to.put(bytes);
    }

    private void read() throws IOException {
        ByteBuffer in = loop.in();
        in.clear().put(partial);
        partial = NOTHING;
        int count = channel.read(in);
        if (count < 0) {
            end("the server closed the connection");
            return;
        }
        byte[] bytes = loop.bytes();
        int end = in.position();
        int at = state == State.UPGRADING ? upgrade(bytes, end) : 0;
        int next = at;
        while (next >= 0 && state != State.ENDED) {
            at = next;
            next = state == State.UPGRADING ? -1 : frame(bytes, at, end);
        }
        if (state != State.ENDED && at < end) {
            partial = Arrays.copyOfRange(bytes, at, end);
        }
    }

    /** Where the head ends; 0 when it has not. */
    private int upgrade(byte[] bytes, int end) throws IOException {
        String head = new String(bytes, 0, Math.min(end, MOST_HEAD), ISO_8859_1);
        int length = head.indexOf("\r\n\r\n");
        if (length < 0) {
            if (end >= MOST_HEAD) {
                throw new IOException("the answer to the handshake has no end");
            }
            return 0;
        }
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(
                    "the handshake was refused: " + head.lines().findFirst().orElse(""));
        }
        state = State.GREETING;
        put(WebSocketLink.frame(codec.text(), hello, 1));
        return length + 4;
    }

    /** Takes the frame that begins there and gives the place of the next; -1 when it is not all there. */
    private int frame(byte[] bytes, int at, int end) throws IOException {
        if (end - at < 2) {
            return -1;
        }
        int length = bytes[at + 1] & 0x7F;
        int head = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (end - at < head) {
            return -1;
        }
        if (head > 2) {
            long given = 0;
            for (int i = at + 2; i < at + head; i++) {
                given = (given << 8) | (bytes[i] & 0xFF);
            }
            if (given < 0 || given > bytes.length - head) {
                throw new IOException("the server sent a frame of " + given + " bytes");
            }
            length = (int) given;
        }
        if (end - at < head + length) {
            return -1;
        }
        take(bytes[at] & OPCODE, bytes, at + head, length);
        return at + head + length;
    }

    private void take(int opcode, byte[] bytes, int at, int length) throws IOException {
        if (opcode == PING) {
            ByteBuffer to = room(6 + length);
            if (to == null) {
                throw new IOException("the server reads nothing");
            }
            // With a mask of nothing, which leaves the payload as it is.
            to.put((byte) 0x8A).put((byte) (0x80 | length)).putInt(0).put(bytes, at, length);
        } else if (opcode == CLOSE) {
            int code = length < 2 ? 1005 : ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
            end("the server closed the connection with " + code);
        } else if (opcode <= 2) {
            FrameScan seen = loop.scan();
            seen.scan(bytes, at, length);
            if (state == State.GREETING && seen.kind() == FrameScan.Kind.WELCOME) {
                state = State.LIVE;
                owner.live(this);
            } else {
                owner.frame(this, seen);
            }
        }
    }
}
