package io.kefu.server.conversation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.RememberedId;
import java.util.Arrays;

/**
 * Ids one after another in one array, each as an element of the field {@code remembered} of a ConversationSnapshot, found by
 * their hashes and forgotten from the oldest on.
 *
 * <p>Entries are numbered in the order in which they came. Those of a bucket are chained from the newest to the oldest, and a
 * chain ends where it meets one that is forgotten: forgetting changes no chain.
 */
final class IdLog {
    private static final int FEW_ENTRIES = 4;
    private static final int FEW_BYTES = 256;
    private static final int NO_ENTRY = -1;
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    private byte[] bytes = NO_BYTES;
    private int end;
    private int first;
    private int next;

    // By number, modulo their length, which is a power of two once there are any.
    private int[] starts = NO_INTS;
    private int[] hashes = NO_INTS;
    private int[] befores = NO_INTS;
    private long[] millis = NO_LONGS;
    /** The newest entry of each bucket. */
    private int[] lasts = NO_INTS;

    IdLog() {
        this(0);
    }

    /** @param number of the entry that comes first, from 0 on */
    IdLog(int number) {
        first = number;
        next = number;
    }

    int size() {
        return next - first;
    }

    /** The newest entry of this hash's bucket, to be asked with {@link #holds}. */
    int last(int hash) {
        return lasts.length == 0 ? NO_ENTRY : lasts[slot(hash)];
    }

    /** The one before it in its bucket, to be asked with {@link #holds}. */
    int before(int entry) {
        return befores[slot(entry)];
    }

    /** Whether there is such an entry; without it a chain has come to its end. */
    boolean holds(int entry) {
        return entry >= first;
    }

    int hash(int entry) {
        return hashes[slot(entry)];
    }

    RememberedId id(int entry) {
        int start = starts[slot(entry)];
        int after = entry + 1 == next ? end : starts[slot(entry + 1)];
        try {
            return ConversationSnapshot.parser()
                    .parseFrom(bytes, start, after - start)
                    .getRemembered(0);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a remembered id is not what was written", e);
        }
    }

    /** The eldest's time, while there is any. */
    long eldestMillis() {
        return millis[slot(first)];
    }

    /** While there is any. */
    void forgetEldest() {
        first++;
    }

    /** The newest from now on. */
    void add(RememberedId id, int hash) {
        if (size() == starts.length || next == Integer.MAX_VALUE) {
            renumber(size() == starts.length ? Math.max(FEW_ENTRIES, size() * 2) : starts.length);
        }
        byte[] encoded =
                ConversationSnapshot.newBuilder().addRemembered(id).build().toByteArray();
        makeRoom(encoded.length);
        int slot = slot(next);
        starts[slot] = end;
        hashes[slot] = hash;
        millis[slot] = id.getAtMs();
        System.arraycopy(encoded, 0, bytes, end, encoded.length);
        end += encoded.length;
        link(next);
        next++;
    }

    private void link(int entry) {
        int bucket = slot(hashes[slot(entry)]);
        befores[slot(entry)] = lasts[bucket];
        lasts[bucket] = entry;
    }

    private int slot(int numberOrHash) {
        return numberOrHash & (starts.length - 1);
    }

    /** Numbers begin at 0 again, and what was forgotten takes no part in the new chains. */
    private void renumber(int length) {
        int count = size();
        int[] oldStarts = starts;
        int[] oldHashes = hashes;
        long[] oldMillis = millis;
        int oldFirst = first;
        starts = new int[length];
        hashes = new int[length];
        millis = new long[length];
        befores = new int[length];
        lasts = new int[length];
        Arrays.fill(lasts, NO_ENTRY);
        first = 0;
        next = count;
        for (int entry = 0; entry < count; entry++) {
            int old = (oldFirst + entry) & (oldStarts.length - 1);
            starts[entry] = oldStarts[old];
            hashes[entry] = oldHashes[old];
            millis[entry] = oldMillis[old];
            link(entry);
        }
    }

    /** Moves what is there to the front when a good part is forgotten, and otherwise into a larger array. */
    private void makeRoom(int encoded) {
        if (end + encoded <= bytes.length) {
            return;
        }
        int from = begin();
        int needed = end - from + encoded;
        byte[] to = needed + needed / 8 <= bytes.length ? bytes : new byte[needed + Math.max(FEW_BYTES, needed / 4)];
        System.arraycopy(bytes, from, to, 0, end - from);
        for (int entry = first; entry < next; entry++) {
            starts[slot(entry)] -= from;
        }
        bytes = to;
        end -= from;
    }

    private int begin() {
        return size() == 0 ? end : starts[slot(first)];
    }

    /** Bytes that {@link #writeTo} writes. */
    int encodedSize() {
        return end - begin();
    }

    /** Writes the whole field, the oldest first. */
    void writeTo(byte[] to, int at) {
        System.arraycopy(bytes, begin(), to, at, encodedSize());
    }
}
