package io.kefu.storage.accounts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Looks for any of many ids in bytes, wherever they stand there, in one pass. */
final class Naming {
    /** Byte by character. */
    private final Set<String> ids = new HashSet<>();

    private final Set<Integer> lengths = new HashSet<>();
    private final BitSet letters = new BitSet(256);

    Naming(Set<String> ids) {
        for (String each : ids) {
            String id = new String(each.getBytes(UTF_8), ISO_8859_1);
            if (!id.isEmpty()) {
                this.ids.add(id);
                lengths.add(id.length());
                id.chars().forEach(letters::set);
            }
        }
    }

    boolean isIn(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || !letters.get(text.charAt(at))) {
                if (isIn(text, from, at)) {
                    return true;
                }
                from = at + 1;
            }
        }
        return false;
    }

    /** In a run of characters that ids consist of; most are shorter than any id. */
    private boolean isIn(String text, int from, int to) {
        for (int length : lengths) {
            for (int at = from; at + length <= to; at++) {
                if (ids.contains(text.substring(at, at + length))) {
                    return true;
                }
            }
        }
        return false;
    }
}
