package io.kefu.server.audit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a file ends.
 *
 * @param last its last whole line, without its end
 * @param torn bytes behind that: of a line that was being written when the power went
 */
record Tail(Optional<String> last, int torn) {

    static Tail of(byte[] bytes) {
        int end = lineEnd(bytes, bytes.length);
        if (end < 0) {
            return new Tail(Optional.empty(), bytes.length);
        }
        int start = lineEnd(bytes, end) + 1;
        String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        return new Tail(Optional.of(line).filter(text -> text.length() > Chain.DIGEST + 1), bytes.length - end - 1);
    }

    private static int lineEnd(byte[] bytes, int before) {
        int at = before - 1;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }
}
