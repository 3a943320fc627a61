package io.kefu.kefuctl.load.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Locale;

/**
 * What stands before the body of an answer (RFC 9112 section 4). Only answers that tell their length are understood.
 *
 * @param length bytes of the head itself
 * @param body bytes that follow it
 * @param last whether the server ends the connection after it
 */
record ResponseHead(int status, int length, long body, boolean last) {
    private static final String VERSION = "HTTP/1.1 ";
    private static final int MOST = 16 * 1024;
    private static final int NO_CONTENT = 204;

    /** Null while the head has not come whole. */
    static ResponseHead of(byte[] bytes, int end) throws IOException {
        int length = length(bytes, end);
        if (length < 0) {
            if (end >= MOST) {
                throw new IOException("an answer's head has no end");
            }
            return null;
        }
        String[] lines = new String(bytes, 0, length, ISO_8859_1).split("\r\n", -1);
        int status = status(lines[0]);
        long body = status == NO_CONTENT ? 0 : -1;
        boolean last = false;
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                body = number(line.substring(line.indexOf(':') + 1).strip());
            }
            last |= lower.startsWith("connection:") && lower.contains("close");
        }
        if (body < 0) {
            throw new IOException("an answer does not tell its length: " + lines[0]);
        }
        return new ResponseHead(status, length, body, last);
    }

    private static int length(byte[] bytes, int end) {
        for (int at = 3; at < Math.min(end, MOST); at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n' && bytes[at - 3] == '\r') {
                return at + 1;
            }
        }
        return -1;
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith(VERSION) || line.length() < VERSION.length() + 3) {
            throw new IOException("this is no answer of HTTP/1.1: " + line.substring(0, Math.min(40, line.length())));
        }
        return (int) number(line.substring(VERSION.length(), VERSION.length() + 3));
    }

    private static long number(String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("an answer's head has no number where one belongs: " + text, e);
        }
    }
}
