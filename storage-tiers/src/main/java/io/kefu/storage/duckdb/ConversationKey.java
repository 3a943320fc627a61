package io.kefu.storage.duckdb;

import java.nio.charset.StandardCharsets;

/** The number by which a conversation's rows lie together. It is stored: it must never come out differently. */
final class ConversationKey {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private ConversationKey() {}

    /** FNV-1a of the id's UTF-8 bytes, stirred so that ids which differ in their end alone lie apart. */
    static long of(String conversation) {
        long hash = FNV_BASIS;
        for (byte each : conversation.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }
}
