package io.kefu.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a {@code kefuctl} and a server may be apart: one minor version, within one major version. Both sides look: each says
 * which it is in a header of every request and answer.
 */
public final class Skew {
    /** In answers. */
    public static final String SERVER = "Kefu-Version";
    /** In requests. */
    public static final String CLIENT = "Kefu-Client-Version";

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\..*");

    private Skew() {}

    /** What is wrong, in words for whoever typed the command; empty when nothing is, or when a version is none. */
    public static Optional<String> problem(String client, String server) {
        Matcher ours = VERSION.matcher(client);
        Matcher theirs = VERSION.matcher(server);
        if (!ours.matches() || !theirs.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(theirs.group(1)) - Integer.parseInt(ours.group(1));
        int minor = Integer.parseInt(theirs.group(2)) - Integer.parseInt(ours.group(2));
        if (major == 0 && Math.abs(minor) <= 1) {
            return Optional.empty();
        }
        boolean newer = major > 0 || (major == 0 && minor > 0);
        return Optional.of("the server is version " + server + ", too " + (newer ? "new" : "old")
                + " for this kefuctl, " + client + ": they may be one minor version apart");
    }
}
