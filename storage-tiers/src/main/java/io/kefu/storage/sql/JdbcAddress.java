package io.kefu.storage.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A JDBC URL taken apart, so that neither a log nor an error ever shows its user or password.
 *
 * @param base up to the database, without options
 * @param options as the URL has them, without user and password
 */
public record JdbcAddress(String base, Map<String, String> options, String user, String password) {
    private static final Pattern FORM = Pattern.compile("(?<base>jdbc:[a-z]+://[^/?@]+(/[^?]*)?)(\\?(?<options>.*))?");

    public JdbcAddress {
        options = Map.copyOf(options);
    }

    /**
     * Takes a URL apart.
     *
     * @param user what counts unless empty; else the URL's
     * @throws IllegalArgumentException when it is no URL of that form
     */
    static JdbcAddress of(String url, String user, String password) {
        Matcher parts = FORM.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the tier's URL is not of the form jdbc:mysql://host:3306/database or"
                    + " jdbc:postgresql://host:5432/database, followed by options after a question mark");
        }
        Map<String, String> options = options(parts.group("options"));
        String urlUser = options.remove("user");
        String urlPassword = options.remove("password");
        return new JdbcAddress(
                parts.group("base"),
                options,
                user.isEmpty() && urlUser != null ? urlUser : user,
                password.isEmpty() && urlPassword != null ? urlPassword : password);
    }

    private static Map<String, String> options(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text == null ? new String[0] : text.split("&", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.put(option.substring(0, equals), decoded(option.substring(equals + 1)));
            }
        }
        return options;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The options save those that the tier itself decides on, whatever their case. */
    public Map<String, String> optionsWithout(Set<String> decided) {
        Set<String> names = decided.stream().map(JdbcAddress::small).collect(Collectors.toSet());
        return options.entrySet().stream()
                .filter(each -> !names.contains(small(each.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String small(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    /** The database, empty when the URL names none. */
    public String database() {
        String path = base.substring(base.indexOf("://") + 3);
        return path.indexOf('/') < 0 ? "" : path.substring(path.indexOf('/') + 1);
    }

    /** Host, port and database. */
    @Override
    public String toString() {
        return base.substring(base.indexOf("://") + 3);
    }
}
