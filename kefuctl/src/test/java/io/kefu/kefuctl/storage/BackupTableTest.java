package io.kefu.kefuctl.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class BackupTableTest {
    private static String notes(String engine, boolean included) {
        String manifest = """
                {"created_at": "2026-11-22T10:00:00.5Z", "version": "0.1.0", "messages": 3, "days": [], "journal": {"end": 7},
                 "tiers": [{"name": "cold", "engine": "%s", "included": %s}]}
                """.formatted(engine, included);
        String table = BackupTable.of(Path.of("b.zip"), JsonMapper.shared().readTree(manifest), "whole");
        assertThat(table.lines()).allMatch(line -> line.length() <= 80);
        return String.join("\n", table.lines().skip(4).toList());
    }

    @Test
    void a_tier_of_another_server_is_that_servers_to_back_up() {
        assertThat(notes("clickhouse", false))
                .isEqualTo("not in it  the cold tier, in clickhouse: back that up with its own tools");
    }

    @Test
    void a_tier_of_this_server_is_missing_only_before_it_had_anything() {
        assertThat(notes("duckdb", false)).isEqualTo("not in it  the cold tier: it had nothing yet");
        assertThat(notes("duckdb", true)).isEmpty();
    }
}
