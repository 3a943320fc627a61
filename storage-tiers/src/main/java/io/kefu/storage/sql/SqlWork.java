package io.kefu.storage.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Something done within one transaction, by its connection. */
@FunctionalInterface
public interface SqlWork<T> {
    T on(Connection connection) throws SQLException;
}
