package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.admin.http.RateLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Operators see who is there and what is said; what is said only on record. */
class InspectionRoutesTest {
    @TempDir
    Path folder;

    private Shop shop;
    private Http operator;
    private String id;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder, RateLimits.standard(System::nanoTime), List.of());
        operator = shop.admin()
                .bearer(Files.readString(folder.resolve("admin.token")).strip());
        JsonNode visitor = shop.http().visitor("web");
        id = shop.desk.says(visitor.path("visitor_id").asString(), "我的订单在哪里");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private List<String> reads() {
        List<String> reads = new ArrayList<>();
        operator.get("/admin/v1/audit?action=conversation.read")
                .json()
                .path("items")
                .forEach(each -> reads.add(each.path("who").path("kind").asString() + " "
                        + each.path("object").asString()));
        return reads;
    }

    @Test
    void a_list_has_no_words_in_it_and_is_not_on_record() {
        Http.Reply listed = operator.get("/admin/v1/conversations?state=queued&channel=web");
        assertThat(listed.json().path("total").asInt()).isEqualTo(1);
        assertThat(listed.text()).contains(id).doesNotContain("订单");
        assertThat(operator.get("/admin/v1/conversations?state=lost").status()).isEqualTo(400);
        assertThat(reads()).isEmpty();
    }

    @Test
    void reading_a_conversation_is_on_record_once_for_each_reader() {
        String messages = "/admin/v1/conversations/" + id + "/messages";
        assertThat(operator.get("/admin/v1/conversations/" + id)
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("queued");
        for (int i = 0; i < 3; i++) {
            assertThat(operator.get(messages + "?after=0").text()).contains("我的订单在哪里");
        }
        assertThat(reads()).containsExactly("operator conversations/" + id);
        String token = operator.post("/admin/v1/api-keys", "{\"name\":\"ci\",\"scopes\":[\"admin:admin\"]}")
                .json()
                .path("token")
                .asString();
        assertThat(shop.admin().bearer(token).get(messages).status()).isEqualTo(200);
        assertThat(reads()).containsExactly("operator conversations/" + id, "token conversations/" + id);
    }

    @Test
    void who_may_only_look_at_figures_reads_no_conversation() {
        String token = operator.post("/admin/v1/api-keys", "{\"name\":\"ci\",\"scopes\":[\"admin:operate\"]}")
                .json()
                .path("token")
                .asString();
        Http looker = shop.admin().bearer(token);
        assertThat(looker.get("/admin/v1/conversations").status()).isEqualTo(200);
        assertThat(looker.get("/admin/v1/conversations/" + id).status()).isEqualTo(403);
        assertThat(looker.get("/admin/v1/conversations/" + id + "/messages").status())
                .isEqualTo(403);
    }

    @Test
    void agents_and_channels_are_listed_as_they_are() {
        shop.accounts.credentials().set("amy", "amy's password");
        JsonNode agents = operator.get("/admin/v1/agents").json().path("items");
        assertThat(agents).hasSize(2);
        agents.forEach(agent -> assertThat(agent.path("has_password").asBoolean())
                .isEqualTo(agent.path("id").asString().equals("amy")));
        JsonNode channels = operator.get("/admin/v1/channels").json().path("items");
        assertThat(channels.path(0).path("open_conversations").asInt()).isEqualTo(1);
        assertThat(operator.get("/admin/v1/conversations/none").status()).isEqualTo(404);
    }
}
