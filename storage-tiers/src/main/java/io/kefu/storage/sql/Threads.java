package io.kefu.storage.sql;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/** The numbers of the conversations that a batch speaks of, within its transaction. */
final class Threads {
    private final DSLContext sql;
    private final Connection connection;
    private final Map<String, Numbered> known = new HashMap<>();

    private record Numbered(long num, String visitor) {}

    Threads(DSLContext sql, Connection connection) {
        this.sql = sql;
        this.connection = connection;
    }

    /** Looks up conversations; those that have no number stay unknown. */
    void look(Collection<String> conversations) throws SQLException {
        for (List<String> some : Chunks.of(conversations)) {
            Sql.rows(
                    connection,
                    sql.select(Tables.THREAD_ID, Tables.THREAD_NUM, Tables.THREAD_VISITOR)
                            .from(Tables.THREAD)
                            .where(Tables.THREAD_ID.in(some)),
                    row -> known.put(row.getString(1), new Numbered(row.getLong(2), row.getString(3))));
        }
    }

    /** Gives numbers to new conversations, and known ones their visitors of now. */
    void demand(Map<String, String> visitors) throws SQLException {
        List<Map.Entry<String, String>> added = new ArrayList<>();
        List<Map.Entry<String, String>> moved = new ArrayList<>();
        visitors.entrySet().forEach(each -> {
            Numbered thread = known.get(each.getKey());
            if (thread == null) {
                added.add(each);
            } else if (!thread.visitor().equals(each.getValue())) {
                moved.add(each);
            }
        });
        var visitor = field(name("visitor"), String.class);
        var id = field(name("id"), String.class);
        Sql.batch(
                connection,
                sql.insertInto(table(name("thread")), id, visitor).values("", ""),
                added,
                (insert, each) -> {
                    insert.setString(1, each.getKey());
                    insert.setString(2, each.getValue());
                });
        Sql.batch(
                connection,
                sql.update(table(name("thread"))).set(visitor, "").where(id.eq("")),
                moved,
                (update, each) -> {
                    update.setString(1, each.getValue());
                    update.setString(2, each.getKey());
                });
        look(added.stream().map(Map.Entry::getKey).toList());
    }

    boolean isKnown(String conversation) {
        return known.containsKey(conversation);
    }

    long number(String conversation) {
        return known.get(conversation).num();
    }

    Collection<Long> numbers() {
        return known.values().stream().map(Numbered::num).toList();
    }
}
