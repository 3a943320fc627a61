package io.kefu.storage.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What an SQLite error means to whoever runs the server: the place, the reason, the remedy. */
public final class SqliteFailure {
    private static final int PRIMARY = 0xff;

    private SqliteFailure() {}

    public static String explain(Path file, SQLException e) {
        return file + ": "
                + reason(e.getErrorCode() & PRIMARY, e, file.toAbsolutePath().getParent());
    }

    /** Whether the statement was stopped by its own time bound. */
    public static boolean isInterrupt(SQLException e) {
        return (e.getErrorCode() & PRIMARY) == SQLiteErrorCode.SQLITE_INTERRUPT.code;
    }

    /** Whether the error is about what was to be written and not about the database: the same again fails again. */
    public static boolean isRefusal(SQLException e) {
        int code = e.getErrorCode() & PRIMARY;
        return code == SQLiteErrorCode.SQLITE_CONSTRAINT.code
                || code == SQLiteErrorCode.SQLITE_TOOBIG.code
                || code == SQLiteErrorCode.SQLITE_MISMATCH.code;
    }

    private static String reason(int code, SQLException e, Path directory) {
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return "the disk is full. Free space under " + directory + "; writing goes on by itself";
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_PERM.code) {
            return "it is read-only. Remount " + directory + " writable or give this user write access; "
                    + "writing goes on by itself";
        }
        if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return "it cannot be opened. See that " + directory + " is there and writable for this user";
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
            return "the disk failed (" + e.getMessage() + "). See the kernel's log and the disk under " + directory
                    + "; writing goes on by itself once it answers";
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return "the file is damaged (" + e.getMessage() + "). Stop the server, keep a copy of " + directory
                    + " and restore the newest backup";
        }
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return "another process keeps it locked. Close whatever else has the file open";
        }
        if (code == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
            return "the statement took longer than its bound and was stopped. Ask for less, or see how busy the disk is";
        }
        return e.getMessage() + ". See the server's log";
    }
}
