package io.kefu.storage.redis;

import io.kefu.storage.tier.TierUnavailableException;
import java.util.Locale;

/** What the server's errors mean and what helps. An error of Redis begins with a word that tells its kind. */
final class RedisFailure {
    private static final int MOST_CHARS = 300;

    private RedisFailure() {}

    static TierUnavailableException unavailable(RedisSettings settings, Throwable e) {
        return new TierUnavailableException(settings.url() + ": " + what(settings, said(e)), e);
    }

    private static String what(RedisSettings settings, String said) {
        String tier = "the " + settings.tier() + " tier";
        return switch (said.split(" ", 2)[0].toUpperCase(Locale.ROOT)) {
            case "WRONGPASS", "NOAUTH" ->
                "it does not let us in. Check user and password of " + tier + " in the StoragePolicy";
            case "NOPERM" ->
                "the user lacks a right: " + said + ". Allow it ~" + settings.prefix()
                        + ":* with +@read +@write +@scripting +info +scan";
            case "OOM" ->
                "it is full. Raise maxmemory, or set maxmemory-policy to volatile-lru, so that old conversations leave";
            case "LOADING" -> "it still loads its data. Wait, " + tier + " is tried again";
            case "READONLY" -> "it is a replica. Name the primary in the StoragePolicy, or set cluster: true";
            case "CLUSTERDOWN" -> "the cluster is down: " + said + ". Look at CLUSTER INFO";
            case "MOVED", "CROSSSLOT" -> "it is a node of a cluster. Set cluster: true in the StoragePolicy";
            case "MISCONF" -> "it cannot write its snapshot: " + said + ". Look at its disk";
            default ->
                "it does not answer: " + said + ". Check that the server runs, that host and port are right, and"
                        + " that no firewall is between";
        };
    }

    /** The deepest cause says something; its first line is enough. */
    private static String said(Throwable e) {
        String text = "";
        for (Throwable each = e; each != null; each = each.getCause()) {
            text = each.getMessage() == null ? text : each.getMessage();
        }
        text = text.lines().findFirst().orElse("");
        return text.substring(0, Math.min(text.length(), MOST_CHARS));
    }
}
