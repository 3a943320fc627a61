package io.kefu.server.gateway;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The client's offers of permessage-deflate (RFC 7692, section 7.1). Taken without context takeover on either side, so that
 * a connection keeps no window: 300 kB of zlib's for two would be a hundred times what it costs otherwise.
 */
final class DeflateOffer {
    private static final String NAME = "permessage-deflate";
    private static final String AGREED = NAME + "; server_no_context_takeover; client_no_context_takeover";
    /** Java's compressor has this window and no other. */
    private static final String ONLY_WINDOW = "15";

    private DeflateOffer() {}

    /**
     * What to answer in {@code Sec-WebSocket-Extensions}; empty when nothing can be agreed on.
     *
     * @param lines the header's, as they came
     */
    static Optional<String> answer(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .flatMap(DeflateOffer::answer)
                .findFirst();
    }

    private static Stream<String> answer(String offer) {
        String[] parts = offer.split(";", -1);
        if (!parts[0].strip().toLowerCase(Locale.ROOT).equals(NAME)) {
            return Stream.empty();
        }
        Set<String> seen = new HashSet<>();
        String answer = AGREED;
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].strip().split("=", 2);
            String name = parameter[0].strip().toLowerCase(Locale.ROOT);
            String value = parameter.length == 1 ? null : unquoted(parameter[1].strip());
            if (!seen.add(name) || !acceptable(name, value)) {
                return Stream.empty();
            }
            if (name.equals("server_max_window_bits")) {
                answer = AGREED + "; server_max_window_bits=" + ONLY_WINDOW;
            }
        }
        return Stream.of(answer);
    }

    private static boolean acceptable(String name, String value) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            case "server_max_window_bits" -> ONLY_WINDOW.equals(value);
            // Any window of the client's can be read.
            case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
            default -> false;
        };
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
