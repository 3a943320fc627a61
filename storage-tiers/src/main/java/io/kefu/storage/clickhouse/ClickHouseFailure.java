package io.kefu.storage.clickhouse;

import io.kefu.storage.tier.TierUnavailableException;
import java.sql.SQLException;

/** What the server's errors mean and what helps, by its error codes (system.errors of ClickHouse names them). */
final class ClickHouseFailure {
    static final int UNKNOWN_TABLE = 60;
    private static final int MOST_CHARS = 300;

    private ClickHouseFailure() {}

    /** Whether the server refuses what it was given; anything else may pass. */
    static boolean isRefusal(SQLException e) {
        return switch (e.getErrorCode()) {
            case 6, 27, 38, 53, 69, 70, 131, 321 -> true; // what cannot be parsed, converted, or is too large
            default -> false;
        };
    }

    static TierUnavailableException unavailable(ClickHouseSettings settings, SQLException e) {
        return new TierUnavailableException(settings.url() + ": " + what(settings, e), e);
    }

    private static String what(ClickHouseSettings settings, SQLException e) {
        return switch (e.getErrorCode()) {
            case 192, 193, 194, 516 ->
                "user " + settings.user() + " may not sign in. Check user and password of the " + settings.tier()
                        + " tier in the StoragePolicy, and that the server has this user (SHOW USERS)";
            case 81 ->
                "the database does not exist. Create it (CREATE DATABASE) or name another one in the " + settings.tier()
                        + " tier's url";
            case 497 ->
                "user " + settings.user() + " lacks a right: " + said(e)
                        + ". Grant it SELECT, INSERT, ALTER, CREATE TABLE and DROP TABLE on the database";
            case 159, 209 -> "it takes longer than it may. Look at the server's load, or ask for less";
            case 202 ->
                "too many queries run there. Raise max_concurrent_queries, or give the tier a server of its own";
            case 241 -> "it runs out of memory: " + said(e) + ". Raise max_memory_usage";
            case 243, 1003 -> "its disk is full. Make room there, or shorten keep in the StoragePolicy";
            case 164, 242 -> "it is read-only: " + said(e) + ". Let user " + settings.user() + " write there";
            case 252 ->
                "it cannot merge as fast as it is written to. Give the tier bigger batches in the StoragePolicy";
            case 0 ->
                "it does not answer: " + said(e) + ". Check that the server runs, that host and port (HTTP, 8123 most"
                        + " often) are right, and that no firewall is between";
            default -> said(e) + ". The tier is tried again";
        };
    }

    /** The first line of the deepest cause, which is the one that says something. */
    private static String said(SQLException e) {
        String text = "";
        for (Throwable each = e; each != null; each = each.getCause()) {
            text = each.getMessage() == null ? text : each.getMessage();
        }
        text = text.lines().findFirst().orElse("");
        return text.substring(0, Math.min(text.length(), MOST_CHARS));
    }
}
