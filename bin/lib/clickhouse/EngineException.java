import java.util.regex.Pattern;

/** An error of the engine, with ClickHouse's number for it where the text has one ("Code: 60. DB::Exception: …"). */
final class EngineException extends Exception {
    private static final Pattern CODE = Pattern.compile("Code: (\\d+)");
    private static final int UNKNOWN_EXCEPTION = 1002;

    EngineException(String message) {
        super(message);
    }

    int code() {
        var matcher = CODE.matcher(getMessage());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : UNKNOWN_EXCEPTION;
    }

    /** The HTTP status that ClickHouse's own server gives for it. */
    int status() {
        return switch (code()) {
            case 62, 36, 6, 27, 72, 38, 41, 43, 44, 46, 50, 53, 69, 70, 117, 130, 349, 377, 386, 457 -> 400;
            case 516, 192, 193, 194, 497 -> 403;
            case 60, 81, 16, 47 -> 404;
            case 159 -> 408;
            case 3, 48 -> 501;
            case 202, 745 -> 503;
            default -> 500;
        };
    }
}
