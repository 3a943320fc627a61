package io.kefu.storage.mysql;

import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import io.kefu.storage.sql.JdbcAddress;
import io.kefu.storage.sql.SqlFailure;
import io.kefu.storage.sql.SqlFailure.Kind;
import java.sql.SQLException;

/** What MySQL's errors mean (MySQL 9 Error Message Reference, "Server Error Message Reference"). */
final class MySqlFailure {
    private MySqlFailure() {}

    static SqlFailure explain(SQLException error, JdbcAddress address) {
        SQLException root = root(error);
        if (root instanceof PacketTooBigException) {
            return refused(root, address);
        }
        return switch (root.getErrorCode()) {
            case 1044, 1045, 1130, 1698, 1820, 1862, 3118, 3955 ->
                unavailable(
                        "the server at " + address + " refuses the user " + address.user() + " (" + root.getErrorCode()
                                + "): check user and password in the StoragePolicy, and that the user may sign in from"
                                + " this machine and use the database");
            case 1049 ->
                unavailable("the database " + address + " does not exist: CREATE DATABASE " + address.database()
                        + " CHARACTER SET utf8mb4");
            case 1142, 1143, 1227, 1370 ->
                unavailable("the user " + address.user() + " lacks a right at " + address + " (" + root.getMessage()
                        + "): GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON "
                        + address.database() + ".* TO that user");
            case 1146 -> new SqlFailure(Kind.TABLES_GONE, "tables are missing in " + address + ": they are made again");
            case 3, 1021, 1030, 1041, 1114 ->
                unavailable("the server at " + address + " has no room left (" + root.getMessage()
                        + "): give its disk more space");
            case 1290, 1792, 1836 ->
                unavailable(
                        "the server at " + address + " is read-only: name the primary, or SET PERSIST read_only = OFF");
            case 1040, 1203, 1226 ->
                unavailable("the server at " + address + " takes no more connections (" + root.getErrorCode()
                        + "): raise its max_connections, or lower who else uses it");
            case 1205, 1213 ->
                unavailable("rows at " + address + " are locked by another transaction: it is tried again");
            case 1317, 3024 -> unavailable("the server at " + address + " did not answer in time");
            case 1153 -> refused(root, address);
            case 0 -> withoutCode(root, address);
            default -> byState(root, address);
        };
    }

    /** What a pool or a batch wraps lies behind it. */
    private static SQLException root(SQLException error) {
        SQLException root = error;
        for (int depth = 0; depth < 8 && root.getErrorCode() == 0; depth++) {
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

    private static SqlFailure withoutCode(SQLException root, JdbcAddress address) {
        return unavailable("the server at " + address + " does not answer (" + firstLine(root)
                + "): check that it runs, that host and port are right, and that no firewall is between");
    }

    /** Class 22 is about the data (ISO/IEC 9075-2, table 33). */
    private static SqlFailure byState(SQLException root, JdbcAddress address) {
        String state = root.getSQLState() == null ? "" : root.getSQLState();
        boolean data = state.startsWith("22") || root.getErrorCode() == 1366 || root.getErrorCode() == 1118;
        if (data) {
            return refused(root, address);
        }
        return state.startsWith("08")
                ? withoutCode(root, address)
                : unavailable(
                        "the server at " + address + " failed: " + firstLine(root) + " (" + root.getErrorCode() + ")");
    }

    private static SqlFailure refused(SQLException root, JdbcAddress address) {
        return new SqlFailure(Kind.REFUSED, address + " cannot hold it: " + firstLine(root));
    }

    private static SqlFailure unavailable(String reason) {
        return new SqlFailure(Kind.UNAVAILABLE, reason);
    }

    private static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
    }
}
