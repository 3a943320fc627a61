package io.kefu.storage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The names of keys. A conversation's id is its key's hash tag, so that a cluster keeps all of it in one place. */
record Keys(String prefix) {
    byte[] cursor() {
        return bytes(prefix + ":cursor");
    }

    byte[] of(String conversation) {
        return bytes(prefix + ":conversation:{" + conversation + "}");
    }

    /** What all conversations' keys match. */
    String all() {
        return prefix + ":conversation:{*";
    }

    String conversation(byte[] key) {
        String name = new String(key, UTF_8);
        return name.substring((prefix + ":conversation:{").length(), name.length() - 1);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(UTF_8);
    }
}
