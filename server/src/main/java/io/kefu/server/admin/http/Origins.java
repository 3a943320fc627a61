package io.kefu.server.admin.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;

/** Which pages may call (RFC 6454). The word {@code null} of a sandboxed page is no origin and never matches. */
public final class Origins {
    private Origins() {}

    /** Whether {@code origin} is the page of this very server, by its {@code Host}. */
    public static boolean own(String origin, String host) {
        try {
            URI uri = new URI(origin);
            if (uri.getScheme() == null || uri.getHost() == null || host.isEmpty()) {
                return false;
            }
            int usual = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
            int port = uri.getPort() < 0 ? usual : uri.getPort();
            String own = host.toLowerCase(Locale.ROOT);
            boolean withPort = own.lastIndexOf(':') > own.lastIndexOf(']');
            // The scheme is not compared: TLS may end in front of us.
            return (uri.getHost().toLowerCase(Locale.ROOT) + ":" + port).equals(withPort ? own : own + ":" + usual);
        } catch (URISyntaxException e) {
            return false; // such as "null"
        }
    }

    /** Whether a list names {@code origin}: exactly, by {@code *}, or below a domain by {@code https://*.shop.example}. */
    public static boolean listed(String origin, Collection<String> allowed) {
        String wanted = origin.toLowerCase(Locale.ROOT);
        return !wanted.equals("null")
                && allowed.stream().anyMatch(rule -> matches(wanted, rule.toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(String origin, String rule) {
        if (rule.equals("*") || rule.equals(origin) || rule.equals(origin + "/")) {
            return true;
        }
        int star = rule.indexOf("://*.");
        if (star < 0) {
            return false;
        }
        String scheme = rule.substring(0, star + 3);
        String domain = rule.substring(star + 4);
        return origin.startsWith(scheme)
                && origin.endsWith(domain)
                && origin.substring(scheme.length(), origin.length() - domain.length())
                        .matches("[a-z0-9.-]+");
    }
}
