package io.kefu.server.app;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.intake.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The body of a request about the configuration, still untrusted. */
record ConfigRequest(Map<String, Object> body) {

    private static final Pattern SOURCE = Pattern.compile("etcd:/[^\\p{Cntrl}\\p{Z}]{1,300}@\\d{1,19}");
    private static final int MOST_WORDS = 1_000;
    private static final long LEAST_TRIAL_MILLIS = 1_000;
    private static final long MOST_TRIAL_MILLIS = Duration.ofDays(7).toMillis();

    /** Empty for what is absent or no text. */
    Optional<String> text(String key) {
        return body.get(key) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    String directory() {
        return text("directory").orElseThrow(() -> bad("directory is missing: a path on the server's machine"));
    }

    /** What the directory was filled from; empty when that is not said. */
    String source() {
        String source = text("source").orElse("");
        if (!source.isEmpty() && !SOURCE.matcher(source).matches()) {
            throw bad("source must be a place and its revision, such as etcd:/kefu/shop@1234");
        }
        return source;
    }

    /** One line of what the operator says. */
    String why() {
        String why = text("why").orElse("").replaceAll("\\s+", " ").strip();
        if (why.length() > MOST_WORDS) {
            throw bad("why may have " + MOST_WORDS + " characters");
        }
        return why;
    }

    Optional<Duration> trial() {
        Object given = body.get("try_ms");
        if (given == null) {
            return Optional.empty();
        }
        if (!(given instanceof Number millis)
                || millis.longValue() < LEAST_TRIAL_MILLIS
                || millis.longValue() > MOST_TRIAL_MILLIS) {
            throw bad("try_ms must be from " + LEAST_TRIAL_MILLIS + " to " + MOST_TRIAL_MILLIS + " milliseconds");
        }
        return Optional.of(Duration.ofMillis(millis.longValue()));
    }

    boolean prune() {
        return Boolean.TRUE.equals(body.get("prune"));
    }

    static Refusal bad(String message) {
        return new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, message);
    }

    static Refusal conflict(String message) {
        return new Refusal(ErrorCode.ERROR_CODE_CONFLICT, message);
    }
}
