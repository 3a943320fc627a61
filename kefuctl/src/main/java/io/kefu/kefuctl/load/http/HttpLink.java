package io.kefu.kefuctl.load.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * One keep-alive connection with one request on it at a time. Bodies are counted and thrown away. When the server ends the
 * connection it makes another. All calls are made by the thread of the loop.
 */
final class HttpLink {
    private static final byte[] NOTHING = new byte[0];
    private static final ByteBuffer NO_REQUEST = ByteBuffer.allocate(0);

    /** Who is told. */
    interface Owner {

        /** It is connected, and nothing is asked on it. */
        void idle(HttpLink link);

        /** What was asked is answered whole; {@link #idle} follows. */
        void answered(HttpLink link, int status, long bytes);

        /** What was asked is not answered; {@link #idle} follows once it is connected again. */
        void failed(HttpLink link, String why);

        /** It was idle, and the server has ended it; {@link #idle} follows once it is connected again. */
        void lost(HttpLink link);

        /** It cannot be connected. */
        void unreachable(String why);
    }

    private enum State {
        CONNECTING,
        IDLE,
        ASKED
    }

    final Caller caller;
    private final HttpLoop loop;
    private final InetSocketAddress server;
    private final Owner owner;
    private State state = State.CONNECTING;
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer request = NO_REQUEST;
    private byte[] partial = NOTHING;
    private ResponseHead head;
    private long left;

    /** What is asked on it, and since when that was due. */
    Call call;

    long since;

    HttpLink(HttpLoop loop, InetSocketAddress server, Caller caller, Owner owner) {
        this.loop = loop;
        this.server = server;
        this.caller = caller;
        this.owner = owner;
    }

    void connect() throws IOException {
        state = State.CONNECTING;
        partial = NOTHING;
        head = null;
        request = NO_REQUEST;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(server);
        key = loop.register(channel, SelectionKey.OP_CONNECT, this);
    }

    /** Only while it is idle. */
    void ask(Call what, long due) {
        call = what;
        since = due;
        state = State.ASKED;
        request = ByteBuffer.wrap(caller.request(what));
        try {
            flush();
        } catch (IOException e) {
            end(e);
        }
    }

    /** Whether what was asked is not answered yet. */
    boolean asked() {
        return state == State.ASKED;
    }

    /** Gives up what was asked. */
    void giveUp(String why) {
        end(new IOException(why));
    }

    void ready() {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                state = State.IDLE;
                owner.idle(this);
                return;
            }
            if (key.isWritable()) {
                flush();
            }
            if (key.isValid() && key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            end(e);
        }
    }

    private void flush() throws IOException {
        channel.write(request);
        key.interestOps(request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void read() throws IOException {
        ByteBuffer in = loop.in().clear().put(partial);
        partial = NOTHING;
        if (channel.read(in) < 0) {
            throw new IOException("the server closed the connection");
        }
        int end = in.position();
        if (head != null) {
            left -= end;
        } else {
            head = ResponseHead.of(loop.bytes(), end);
            if (head == null) {
                partial = Arrays.copyOf(loop.bytes(), end);
                return;
            }
            left = head.length() + head.body() - end;
        }
        if (left < 0 || state != State.ASKED) {
            throw new IOException("the server sent what nobody asked for");
        }
        if (left == 0) {
            answered();
        }
    }

    private void answered() throws IOException {
        ResponseHead whole = head;
        head = null;
        state = State.IDLE;
        owner.answered(this, whole.status(), whole.length() + whole.body());
        if (whole.last() || request.hasRemaining()) {
            channel.close();
            connect();
        } else {
            owner.idle(this);
        }
    }

    private void end(IOException why) {
        State before = state;
        try {
            channel.close();
            if (before == State.CONNECTING) {
                owner.unreachable(String.valueOf(why.getMessage()));
                return;
            }
            if (before == State.ASKED) {
                owner.failed(this, String.valueOf(why.getMessage()));
            } else {
                owner.lost(this);
            }
            connect();
        } catch (IOException e) {
            owner.unreachable(String.valueOf(e.getMessage()));
        }
    }
}
