package io.kefu.storage.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jooq.Query;
import org.jooq.SQLDialect;

/**
 * The texts of statements that are asked again and again: for jOOQ to write one takes a tenth of a millisecond, and more
 * than the server needs for some of them. As many as there are kinds of statements, months and engines. Any thread.
 */
public final class Written {
    private static final Map<Key, String> TEXTS = new ConcurrentHashMap<>();

    private record Key(SQLDialect dialect, String what, int month) {}

    private Written() {}

    /**
     * A statement's text, with a mark for each parameter in the order of the statement.
     *
     * @param what the one name of this statement
     * @param month of whose tables it is, 0 where of none
     * @param statement asked once, with any parameters
     */
    public static String of(SQLDialect dialect, String what, int month, Supplier<Query> statement) {
        return TEXTS.computeIfAbsent(
                new Key(dialect, what, month), key -> statement.get().getSQL());
    }
}
