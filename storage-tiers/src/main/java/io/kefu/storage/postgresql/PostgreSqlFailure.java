package io.kefu.storage.postgresql;

import io.kefu.storage.sql.JdbcAddress;
import io.kefu.storage.sql.SqlFailure;
import io.kefu.storage.sql.SqlFailure.Kind;
import java.sql.SQLException;

/** What PostgreSQL's errors mean (PostgreSQL manual, appendix A). */
final class PostgreSqlFailure {
    private PostgreSqlFailure() {}

    static SqlFailure explain(SQLException error, JdbcAddress address) {
        SQLException root = root(error);
        String state = root.getSQLState() == null ? "" : root.getSQLState();
        return switch (state) {
            case "28000", "28P01" ->
                unavailable("the server at " + address + " refuses the user " + address.user() + " (" + state
                        + "): check user and password in the StoragePolicy, and that pg_hba.conf lets the user in from"
                        + " this machine");
            case "3D000" ->
                unavailable("the database " + address + " does not exist: CREATE DATABASE " + address.database()
                        + " ENCODING 'UTF8' TEMPLATE template0");
            case "42501" ->
                unavailable("the user " + address.user() + " lacks a right at " + address + " (" + firstLine(root)
                        + "): make it the owner of the database");
            case "42P01" ->
                new SqlFailure(Kind.TABLES_GONE, "tables are missing in " + address + ": they are made again");
            case "53100", "53200" ->
                unavailable("the server at " + address + " has no room left (" + firstLine(root)
                        + "): give its disk more space");
            case "25006" -> unavailable("the server at " + address + " is read-only: name the primary");
            case "53300" ->
                unavailable("the server at " + address + " takes no more connections: raise its max_connections, or"
                        + " lower who else uses it");
            case "40001", "40P01", "55P03" ->
                unavailable("rows at " + address + " are locked by another transaction: it is tried again");
            case "57014" -> unavailable("the server at " + address + " did not answer in time");
            default -> byClass(root, state, address);
        };
    }

    /** What a pool or a batch wraps lies behind it. */
    private static SQLException root(SQLException error) {
        SQLException root = error;
        for (int depth = 0; depth < 8; depth++) {
            SQLException next = root.getNextException();
            if (next == null && root.getCause() instanceof SQLException cause) {
                next = cause;
            }
            if (next == null) {
                break;
            }
            root = next;
        }
        return root;
    }

    /** Class 22 is about the data, and 54 about its size. */
    private static SqlFailure byClass(SQLException root, String state, JdbcAddress address) {
        if (state.startsWith("22") || state.startsWith("54")) {
            return new SqlFailure(Kind.REFUSED, address + " cannot hold it: " + firstLine(root));
        }
        boolean unreachable = state.isEmpty() || state.startsWith("08") || state.startsWith("57P");
        return unreachable
                ? unavailable("the server at " + address + " does not answer (" + firstLine(root)
                        + "): check that it runs, that host and port are right, and that no firewall is between")
                : unavailable("the server at " + address + " failed: " + firstLine(root) + " (" + state + ")");
    }

    private static SqlFailure unavailable(String reason) {
        return new SqlFailure(Kind.UNAVAILABLE, reason);
    }

    private static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
    }
}
