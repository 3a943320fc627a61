package io.kefu.storage.journal;

import io.kefu.kefuctl.Main;
import io.kefu.storage.sqlite.SqliteFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A server that breaks its word: its journal never waits for the disk. There to show that a test would notice. */
public final class UnsyncedServer {

    private UnsyncedServer() {}

    public static void main(String[] arguments) {
        ScopedValue.where(SqliteJournal.WRITER, UnsyncedServer::open).run(() -> Main.main(arguments));
    }

    private static Connection open(SqliteFile file) throws SQLException {
        Connection connection = file.openWriter();
        connection.setAutoCommit(true); // the setting is refused inside a transaction
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous=OFF");
        }
        connection.setAutoCommit(false);
        return connection;
    }
}
