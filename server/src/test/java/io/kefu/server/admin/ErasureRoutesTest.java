package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErasureRoutesTest {
    private static final String ERASURES = "/admin/v1/storage/erasures";
    private static final String HOLDS = "/admin/v1/storage/holds";

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
    void a_visitor_is_named_by_its_own_id_or_by_the_companys() {
        assertThat(operator.post(ERASURES, "{\"visitor_id\": \"v-1\", \"close\": true}")
                        .json()
                        .path("erasure")
                        .asString())
                .isEqualTo("e1");
        operator.post(ERASURES, "{\"channel\": \"web\", \"external_id\": \"u-1\", \"close\": true}");
        assertThat(shop.storage.erasureDesk.erased).containsExactly("v-1", "v-of-web");
        assertThat(operator.post(ERASURES, "{\"channel\": \"web\", \"external_id\": \"u-2\"}")
                        .status())
                .isEqualTo(404);
        assertThat(operator.post(ERASURES, "{\"external_id\": \"u-1\"}").status())
                .isEqualTo(400);
        assertThat(operator.post(ERASURES, "{\"visitor_id\": \"v-1\"}").status())
                .isEqualTo(409);
        assertThat(operator.post(ERASURES + "/plan", "{\"visitor_id\": \"v-1\"}")
                        .json()
                        .path("conversations")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void receipts_and_the_key_that_checks_them_are_there_to_be_read() {
        assertThat(operator.get(ERASURES).json().path("items")).hasSize(1);
        assertThat(operator.get(ERASURES + "/e1").status()).isEqualTo(200);
        assertThat(operator.get(ERASURES + "/e2").status()).isEqualTo(404);
        assertThat(operator.get("/admin/v1/storage/erasure-key")
                        .json()
                        .path("key_id")
                        .asString())
                .isEqualTo("k1");
    }

    @Test
    void a_conversation_is_held_and_let_go() {
        assertThat(operator.put(HOLDS + "/c1", "{\"reason\": \"case 7\"}").status())
                .isEqualTo(200);
        assertThat(shop.storage.erasureDesk.held).containsEntry("c1", "case 7");
        assertThat(operator.get(HOLDS).json().path("items")).hasSize(1);
        operator.put(HOLDS + "/c1", "{\"reason\": \"two\\nlines\"}");
        assertThat(shop.storage.erasureDesk.held.get("c1")).doesNotContain("\n");
        assertThat(operator.delete(HOLDS + "/c1").status()).isEqualTo(204);
        assertThat(operator.delete(HOLDS + "/c1").status()).isEqualTo(404);
    }

    @Test
    void nobody_but_an_operator_asks() {
        assertThat(shop.admin().post(ERASURES, "{\"visitor_id\": \"v-1\"}").status())
                .isEqualTo(401);
        assertThat(shop.admin().get(HOLDS).status()).isEqualTo(401);
    }
}
