package io.kefu.server.gateway;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Masking of client frames (RFC 6455, section 5.3); masking twice is unmasking. */
final class Masking {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masking() {}

    /**
     * Copies and masks.
     *
     * @param key the four bytes of the key, the first as the highest
     * @param phase how many bytes of this payload came before
     */
    static void apply(byte[] source, int from, byte[] target, int to, int length, int key, int phase) {
        int turned = Integer.rotateLeft(key, (phase & 3) * Byte.SIZE);
        long wide = ((long) turned << Integer.SIZE) | (turned & 0xFFFFFFFFL);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            LONGS.set(target, to + i, (long) LONGS.get(source, from + i) ^ wide);
        }
        for (; i < length; i++) {
            target[to + i] = (byte) (source[from + i] ^ (turned >>> ((3 - (i & 3)) * Byte.SIZE)));
        }
    }
}
