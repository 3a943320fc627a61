package io.kefu.storage.clickhouse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of conversations, the last ones in memory. For the appending thread. */
final class Threads {
    private static final int REMEMBERED = 50_000;
    private static final int ASKED_AT_ONCE = 1_000;

    /**
     * A conversation.
     *
     * @param generation how many epochs came before this one
     */
    record Known(String id, String visitor, String epoch, long generation, String team) {
        Known of(String newEpoch) {
            boolean follows = epoch.isEmpty() || epoch.equals(newEpoch);
            return new Known(id, visitor, newEpoch, follows ? generation : generation + 1, team);
        }

        Known with(String newVisitor, String newTeam) {
            return new Known(
                    id,
                    newVisitor.isEmpty() ? visitor : newVisitor,
                    epoch,
                    generation,
                    newTeam == null ? team : newTeam);
        }
    }

    private final Cache<String, Known> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    /** Those that the tier has; for the rest an empty one. */
    Map<String, Known> of(Connection connection, Collection<String> ids) throws SQLException {
        Map<String, Known> found = new HashMap<>(known.getAllPresent(ids));
        List<String> unknown = ids.stream().filter(id -> !found.containsKey(id)).toList();
        for (int from = 0; from < unknown.size(); from += ASKED_AT_ONCE) {
            ask(connection, unknown.subList(from, Math.min(from + ASKED_AT_ONCE, unknown.size())), found);
        }
        unknown.forEach(id -> found.putIfAbsent(id, new Known(id, "", "", 0, "")));
        return found;
    }

    private static void ask(Connection connection, List<String> ids, Map<String, Known> found) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT conversation, visitor, epoch, generation, team FROM thread FINAL WHERE conversation IN ("
                        + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")")) {
            for (int i = 0; i < ids.size(); i++) {
                select.setString(i + 1, ids.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String id = row.getString(1);
                    found.put(id, new Known(id, row.getString(2), row.getString(3), row.getLong(4), row.getString(5)));
                }
            }
        }
    }

    void put(Connection connection, Collection<Known> changed, long version) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO thread VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Known each : changed) {
                insert.setString(1, each.id());
                insert.setString(2, each.visitor());
                insert.setString(3, each.epoch());
                insert.setLong(4, each.generation());
                insert.setString(5, each.team());
                insert.setLong(6, version);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        changed.forEach(each -> known.put(each.id(), each));
    }

    /** After an erasure, and when the server may not be the one that it was. */
    void forget() {
        known.invalidateAll();
    }

    static List<String> ofVisitor(Connection connection, String visitor) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT conversation FROM thread FINAL WHERE visitor = ?")) {
            select.setString(1, visitor);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
        }
        return ids;
    }
}
