import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What has to be known of a statement before the engine gets it: whether it is an insert, and the format it names. */
record Statement(String sql, String keyword, String format) {
    private static final Pattern BEFORE =
            Pattern.compile("(?:\\s+|--[^\\n]*(?:\\n|$)|#[! ][^\\n]*(?:\\n|$)|/\\*.*?\\*/|\\()+", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern INSERT_FORMAT =
            Pattern.compile("\\bFORMAT\\s+(\\w+)\\s*;?\\s*$", Pattern.CASE_INSENSITIVE);
    private static final Set<String> READS = Set.of("SELECT", "WITH");

    static Statement of(String sql) {
        var start = BEFORE.matcher(sql);
        var word = WORD.matcher(sql);
        var from = start.lookingAt() ? start.end() : 0;
        var keyword = word.region(from, sql.length()).lookingAt() ? word.group().toUpperCase(Locale.ROOT) : "";
        var format = INSERT_FORMAT.matcher(sql);
        return new Statement(sql, keyword, format.find() ? format.group(1) : "");
    }

    boolean inserts() {
        return keyword.equals("INSERT");
    }

    /** Whether the engine can hand out its rows piece by piece. */
    boolean reads() {
        return READS.contains(keyword);
    }

    /** The statement without the format at its end: the engine is told of it beside the statement. */
    String withoutFormat() {
        return INSERT_FORMAT.matcher(sql).replaceFirst("");
    }
}
