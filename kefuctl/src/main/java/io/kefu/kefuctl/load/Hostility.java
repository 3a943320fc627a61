package io.kefu.kefuctl.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.RawPeer;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Ping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;

/** What a peer does that means no good, or is broken in a way that comes to the same. */
public enum Hostility {
    /** Has much sent to it and reads nothing. */
    SLOW_READER(true) {
        @Override
        void act(RawPeer peer, Codec codec) throws IOException {
            for (int i = 0; i < ECHOES; i++) {
                byte[] ping = codec.encode(ClientFrame.newBuilder()
                        .setPing(Ping.newBuilder().setNonce(ECHO))
                        .build());
                peer.send(RawPeer.frame(codec.text() ? TEXT : BINARY, ping));
            }
        }
    },
    /** Is signed in, and gone without a word: neither a byte nor an answer comes from it. */
    HALF_OPEN(true) {
        @Override
        void act(RawPeer peer, Codec codec) {}
    },
    /** Sends its request a byte at a time. */
    SLOWLORIS(true) {
        @Override
        void begin(RawPeer peer, Codec codec, byte[] hello) {}

        @Override
        void act(RawPeer peer, Codec codec) throws IOException, InterruptedException {
            for (byte octet : peer.request(codec)) {
                peer.send(new byte[] {octet});
                TimeUnit.MILLISECONDS.sleep(500); // which is what it is
            }
        }
    },
    /** Sends {@value #A_SECOND} pings a second, as large as a ping may be, and reads no answer. */
    PING_FLOOD(false) {
        @Override
        void act(RawPeer peer, Codec codec) throws IOException, InterruptedException {
            flood(peer, RawPeer.frame(PING, new byte[125]));
        }
    },
    /** Sends a message that never ends, as {@value #A_SECOND} fragments a second of one byte each. */
    ONE_BYTE_FRAGMENTS(false) {
        @Override
        void act(RawPeer peer, Codec codec) throws IOException, InterruptedException {
            peer.send(RawPeer.frame(codec.text() ? FIRST_OF_TEXT : FIRST_OF_BINARY, new byte[] {'"'}));
            flood(peer, RawPeer.frame(CONTINUATION, new byte[] {'x'}));
        }
    },
    /** Sends {@value #BOMB_MEGABYTES} MB in a frame of a thousandth of that. */
    DEFLATE_BOMB(true) {
        @Override
        void act(RawPeer peer, Codec codec) throws IOException {
            peer.send(RawPeer.frame((codec.text() ? TEXT : BINARY) | COMPRESSED, BOMB));
        }
    };

    /** Frames a second of one peer that floods. */
    static final int A_SECOND = 500;

    static final int BOMB_MEGABYTES = 50;
    private static final int CONTINUATION = 0;
    private static final int FIRST_OF_TEXT = 1;
    private static final int FIRST_OF_BINARY = 2;
    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int PING = 0x89;
    private static final int COMPRESSED = 0x40;
    private static final int TIMES_A_SECOND = 10;
    /** More than the kernel takes for one socket, and less than a queue may hold beside it. */
    private static final int ECHOES = 60;

    private static final String ECHO = "x".repeat(6_000);
    private static final byte[] BOMB = bomb();

    private final boolean endsIt;

    /** @param endsIt whether the server has to end the connection */
    Hostility(boolean endsIt) {
        this.endsIt = endsIt;
    }

    public boolean endsIt() {
        return endsIt;
    }

    /** {@code slow-reader}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void begin(RawPeer peer, Codec codec, byte[] hello) throws IOException {
        peer.open(codec, hello);
    }

    abstract void act(RawPeer peer, Codec codec) throws IOException, InterruptedException;

    /** Until the connection ends, or the thread is interrupted. */
    private static void flood(RawPeer peer, byte[] frame) throws IOException, InterruptedException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < A_SECOND / TIMES_A_SECOND; i++) {
            many.writeBytes(frame);
        }
        // Not all in the same moment: a real flood comes from many places.
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(1_000 / TIMES_A_SECOND));
        while (true) {
            peer.send(many.toByteArray());
            TimeUnit.MILLISECONDS.sleep(1_000 / TIMES_A_SECOND);
        }
    }

    /** A message for permessage-deflate (RFC 7692, section 7.2.1): flushed, without the last four bytes. */
    private static byte[] bomb() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            byte[] zeros = " ".repeat(1_000_000).getBytes(US_ASCII);
            byte[] out = new byte[128 * 1024];
            int length = 0;
            for (int i = 0; i < BOMB_MEGABYTES; i++) {
                deflater.setInput(zeros);
                while (!deflater.needsInput()) {
                    length += deflater.deflate(out, length, out.length - length, Deflater.NO_FLUSH);
                }
            }
            length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
            return Arrays.copyOf(out, length - 4);
        } finally {
            deflater.end();
        }
    }

    /** How long the server may take to end a connection once nothing more comes on it. */
    static final Duration LATEST_END = Duration.ofSeconds(5);
}
