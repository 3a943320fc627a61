package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.LogLevel;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/**
 * One line an event: the time in UTC, {@code level=}, {@code from=} (the class without {@code io.kefu}), and the message,
 * whose values are written {@code key=value} too. An error follows as {@code error="…"} and where it came from. Control
 * characters are escaped: nothing that a visitor sends can begin a line.
 */
final class LogLine extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int MAX_MESSAGE = 4_000;
    private static final int MAX_CAUSES = 4;
    private static final int MAX_FRAMES = 12;

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(200)
                .append(TIME.format(record.getInstant()))
                .append(" level=")
                .append(LogLevel.wordFor(record.getLevel()))
                .append(" from=")
                .append(from(record))
                .append(' ');
        escape(formatMessage(record), line);
        if (record.getThrown() != null) {
            error(record.getThrown(), line);
        }
        return line.append('\n').toString();
    }

    private static String from(LogRecord record) {
        String name = record.getLoggerName() == null ? "java" : record.getLoggerName();
        return name.startsWith("io.kefu.") ? name.substring("io.kefu.".length()) : name;
    }

    private static void error(Throwable thrown, StringBuilder line) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            line.append(depth == 0 ? " error=\"" : " because=\"");
            escape(cause.toString().replace('"', '\''), line);
            line.append('"');
            cause = cause.getCause();
        }
        line.append(" at=\"")
                .append(Arrays.stream(thrown.getStackTrace())
                        .limit(MAX_FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < ")))
                .append('"');
    }

    private static void escape(String text, StringBuilder line) {
        int end = Math.min(text.length(), MAX_MESSAGE);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        line.append("\\u%04x".formatted((int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        if (end < text.length()) {
            line.append('…');
        }
    }
}
