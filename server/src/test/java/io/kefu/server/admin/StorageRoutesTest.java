package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageRoutesTest {
    private static final String EXPORT = "/admin/v1/storage/export?from=2026-03-01&to=2026-03-02";

    @TempDir
    Path folder;

    private Shop shop;
    private Http operator;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder);
        operator = shop.admin()
                .bearer(Files.readString(folder.resolve("admin.token")).strip());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void an_operator_sees_tiers_and_days_and_has_a_day_verified_and_mended() {
        assertThat(operator.get("/admin/v1/storage").json().path("tiers")).hasSize(1);
        assertThat(operator.get("/admin/v1/storage/days")
                        .json()
                        .path("days")
                        .path(0)
                        .asString())
                .isEqualTo("2026-03-01");
        assertThat(operator.post("/admin/v1/storage/days/2026-03-01/verify", "{}")
                        .json()
                        .path("verdict")
                        .asString())
                .isEqualTo("disagree");
        assertThat(operator.post("/admin/v1/storage/days/2026-03-01/repair", "{}")
                        .json()
                        .path("verdict")
                        .asString())
                .isEqualTo("agree");
        assertThat(operator.post("/admin/v1/storage/days/2026-03-01/backfill?tier=warm", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(operator.post("/admin/v1/storage/days/2026-03-01/backfill?tier=lukewarm", "{}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.post("/admin/v1/storage/days/yesterday/verify", "{}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void an_operator_has_a_backup_written_and_hears_why_it_was_not() {
        assertThat(operator.post("/admin/v1/storage/backup", "{\"file\": \"/backup/kefu.zip\"}")
                        .status())
                .isEqualTo(200);
        Http.Reply refused = operator.post("/admin/v1/storage/backup", "{\"file\": \"/data/kefu.zip\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("/data/kefu.zip is there already");
        assertThat(operator.post("/admin/v1/storage/backup", "{\"file\": \"kefu.zip\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nobody_else_does() {
        assertThat(shop.admin().get("/admin/v1/storage").status()).isEqualTo(401);
        assertThat(shop.admin().get(EXPORT).status()).isEqualTo(401);
        assertThat(shop.http().get("/admin/v1/storage").status()).isEqualTo(404);
    }

    @Test
    void a_tier_that_is_away_is_named_before_anything_is_answered() {
        shop.storage.away.set(true);
        for (Http.Reply refused : List.of(
                operator.get(EXPORT),
                operator.get("/admin/v1/storage/days"),
                operator.post("/admin/v1/storage/days/2026-03-01/verify", "{}"))) {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("detail").asString()).contains("the warm tier does not answer");
        }
    }

    @Test
    void an_export_comes_whole_or_visibly_broken() {
        Http.Reply whole = operator.get(EXPORT);
        assertThat(whole.header("content-type")).isEqualTo("application/x-ndjson");
        assertThat(whole.text().lines()).hasSize(StorageDesk.LINES);
        shop.storage.breaksOff.set(true);
        assertThatThrownBy(() -> operator.get(EXPORT)).isInstanceOf(Exception.class);
    }

    @Test
    void a_period_or_form_that_there_is_not_is_refused_by_name() {
        assertThat(operator.get("/admin/v1/storage/export?from=2026-03-01").text())
                .contains("to");
        assertThat(operator.get("/admin/v1/storage/export?from=2026-03-02&to=2026-03-01")
                        .status())
                .isEqualTo(400);
        assertThat(operator.get(EXPORT + "&format=xls").text()).contains("must be jsonl");
    }
}
