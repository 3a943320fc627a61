package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.cli.Columns;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanPageTest {

    @TempDir
    Path folder;

    @Test
    void a_plan_is_told_within_80_columns_whatever_stands_in_its_way() throws Exception {
        Host host = Host.in(folder);
        Intent upgrade = host.upgrade(host.release("1.10.0-rc.1", 20), "1.9.12-beta.3-0123abcd");
        PlanPage page = new PlanPage(
                Plan.of(host.site(), upgrade),
                Optional.of(new BlastRadius(123_456, 98_765, 250)),
                List.of(
                        "would be refused: the newest backup in /var/backups/kefu is of 2026-03-02T08:00:00Z, and may"
                                + " be 24 h old at most (kefuctl backup create /var/backups/kefu/kefu.zip, or say --no-backup)"));
        assertThat(page.table().lines())
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80))
                .anySatisfy(line -> assertThat(line).startsWith("touches: 123456 connections leave"))
                .anySatisfy(line -> assertThat(line).startsWith("note: would be refused: the newest backup"));
        assertThat(page.table().replaceAll("\\s+", " ")).contains("or say --no-backup) nothing was changed");
    }
}
