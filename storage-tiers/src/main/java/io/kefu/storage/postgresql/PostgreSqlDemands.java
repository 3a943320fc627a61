package io.kefu.storage.postgresql;

import io.kefu.storage.sql.JdbcAddress;
import io.kefu.storage.tier.TierUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the tier relies on: a version with what it uses, texts of any language, and the right to make tables. */
record PostgreSqlDemands(
        int version, String database, String encoding, boolean readOnly, boolean mayMake, String user, String place) {
    private static final int OLDEST = 14;

    static void check(Connection connection, JdbcAddress address) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('server_version_num')::int,"
                        + " current_database(), current_setting('server_encoding'),"
                        + " pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean,"
                        + " coalesce(has_schema_privilege(current_schema(), 'CREATE'), false), current_user")) {
            row.next();
            List<String> wrong = new PostgreSqlDemands(
                            row.getInt(1) / 10_000,
                            row.getString(2),
                            row.getString(3),
                            row.getBoolean(4),
                            row.getBoolean(5),
                            row.getString(6),
                            address.toString())
                    .wrong();
            if (!wrong.isEmpty()) {
                throw new TierUnavailableException(String.join("; ", wrong));
            }
        }
    }

    /** Each thing that is wrong, with its remedy. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        if (version < OLDEST) {
            wrong.add("the server at " + place + " is PostgreSQL " + version + ": Kefu needs " + OLDEST
                    + " or newer. Upgrade it, or name another server");
        }
        if (!encoding.equals("UTF8")) {
            wrong.add("the database " + place + " has the encoding " + encoding + ", which cannot hold every text:"
                    + " make another with CREATE DATABASE kefu ENCODING 'UTF8' TEMPLATE template0 and name that");
        }
        if (readOnly) {
            wrong.add("the server at " + place + " is read-only: name the primary, or ALTER DATABASE " + database
                    + " SET default_transaction_read_only = off");
        }
        if (!mayMake) {
            wrong.add("the user " + user + " may not make tables in " + place + ": GRANT CREATE ON SCHEMA public TO "
                    + user + ", or make it the owner of the database");
        }
        return wrong;
    }
}
