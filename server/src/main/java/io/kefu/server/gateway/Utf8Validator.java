package io.kefu.server.gateway;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF) in pieces: a character may begin in
 * one and end in another. Three small fields of state and no allocation.
 */
final class Utf8Validator {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080808080808080L;

    private int missing; // continuation bytes of the character that has begun
    private int lowest = 0x80; // bounds of the next continuation byte: only the first has special ones
    private int highest = 0xBF;

    /** False as soon as the bytes so far cannot be the beginning of UTF-8. */
    boolean feed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (missing == 0) {
                at = afterAscii(bytes, at, to);
                if (at < to && !begin(bytes[at++] & 0xFF)) {
                    return false;
                }
            } else if (!continues(bytes[at++] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no character is left half. */
    boolean complete() {
        return missing == 0;
    }

    void reset() {
        missing = 0;
        lowest = 0x80;
        highest = 0xBF;
    }

    private static int afterAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean begin(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return false;
        }
        if (lead < 0xE0) {
            missing = 1;
        } else if (lead < 0xF0) {
            missing = 2;
            lowest = lead == 0xE0 ? 0xA0 : 0x80;
            highest = lead == 0xED ? 0x9F : 0xBF;
        } else {
            missing = 3;
            lowest = lead == 0xF0 ? 0x90 : 0x80;
            highest = lead == 0xF4 ? 0x8F : 0xBF;
        }
        return true;
    }

    private boolean continues(int octet) {
        if (octet < lowest || octet > highest) {
            return false;
        }
        missing--;
        lowest = 0x80;
        highest = 0xBF;
        return true;
    }
}
