package io.kefu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.admin.http.RateLimit;
import io.kefu.server.admin.http.RateLimits;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Page;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.VisitorProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConversationRoutesTest {
    @TempDir
    Path folder;

    private Shop shop;
    private Http ann;
    private Http amy;
    private Http sue;
    /** Ann's conversation, in the queue of support. */
    private String id;

    private String annId;

    @BeforeEach
    void open() throws Exception {
        RateLimits standard = RateLimits.standard(System::nanoTime);
        var roomy = new RateLimit(10_000, 10_000, System::nanoTime);
        shop = new Shop(
                folder,
                new RateLimits(roomy, roomy, roomy, roomy, standard.signInsOfAgent(), standard.uploads()),
                List.of());
        shop.agents.put("vic", new Agents.Agent("vic", "Vic", Role.AGENT, List.of("vip"), 2));
        JsonNode visitor = shop.http().visitor("web");
        annId = visitor.path("visitor_id").asString();
        ann = shop.http().bearer(visitor.path("token").asString());
        amy = shop.asAgent("amy");
        sue = shop.asAgent("sue");
        id = shop.desk.says(annId, "我的订单在哪里");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private String path(String more) {
        return "/api/v1/conversations/" + id + more;
    }

    private static JsonNode ok(Http.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isBetween(200, 201);
        return reply.json();
    }

    private String say(Http agent, String body) {
        return ok(agent.post(path("/messages"), body)).path("message_id").asString();
    }

    @Test
    void an_agent_lists_reads_claims_answers_and_closes() {
        JsonNode listed = ok(amy.get("/api/v1/conversations?state=queued"));
        assertThat(listed.path("total").asInt()).isEqualTo(1);
        JsonNode item = listed.path("items").get(0);
        assertThat(item.path("conversation_id").asString()).isEqualTo(id);
        assertThat(item.path("last_message").path("text").asString()).isEqualTo("我的订单在哪里");
        assertThat(item.path("last_message").path("author").path("kind").asString())
                .isEqualTo("visitor");
        assertThat(item.path("created_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

        JsonNode claimed = ok(amy.post(path("/claim"), "{}"));
        assertThat(claimed.path("state").asString()).isEqualTo("assigned");
        assertThat(claimed.path("agent").path("id").asString()).isEqualTo("amy");
        JsonNode ack = ok(amy.post(path("/messages"), "{\"message_type\":\"text\",\"text\":\"稍等\"}"));
        assertThat(ack.path("seq").asInt()).isGreaterThan(1);
        assertThat(ok(ann.get(path("/messages"))).has("tiers")).isFalse();
        assertThat(ok(amy.get(path("/messages"))).path("tiers").path(0).asString())
                .isEqualTo("warm");
        JsonNode messages = ok(ann.get(path("/messages"))).path("items");
        assertThat(messages.get(0).path("text").asString()).isEqualTo("我的订单在哪里");
        assertThat(messages.get(messages.size() - 1).path("text").asString()).isEqualTo("稍等");
        assertThat(ok(amy.post(path("/close"), "{}")).path("state").asString()).isEqualTo("closed");
        assertThat(ok(amy.get("/api/v1/conversations?state=queued"))
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(ok(amy.get("/api/v1/conversations?state=closed"))
                        .path("items")
                        .get(0)
                        .path("conversation_id")
                        .asString())
                .isEqualTo(id);
        assertThat(ok(amy.post(path("/reopen"), "{}")).path("state").asString()).isEqualTo("assigned");
    }

    @Test
    void anothers_conversation_cannot_be_read_or_written_by_guessing_its_id() {
        Http eve = shop.http().asVisitor();
        Http vic = shop.asAgent("vic");
        String missing = eve.get("/api/v1/conversations/AAAAAAAAAAAAAAAAAAAAAA").text();

        for (Http stranger : List.of(eve, vic)) {
            assertThat(stranger.get(path("")).status()).isEqualTo(404);
            assertThat(stranger.get(path("/messages")).status()).isEqualTo(404);
        }
        assertThat(eve.get(path("")).text()).isEqualTo(missing);
        assertThat(eve.post(path("/rate"), "{\"score\":1}").status()).isEqualTo(404);
        for (String verb : List.of("claim", "close", "reopen")) {
            assertThat(vic.post(path("/" + verb), "{}").status()).as(verb).isEqualTo(404);
        }
        assertThat(vic.post(path("/assign"), "{\"agent\":\"vic\"}").status()).isEqualTo(404);
        assertThat(vic.post(path("/tags"), "{\"set\":{\"a\":\"b\"}}").status()).isEqualTo(404);
        assertThat(vic.post(path("/messages"), "{\"message_type\":\"text\",\"text\":\"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(ok(vic.get("/api/v1/conversations")).path("items")).isEmpty();
        assertThat(ok(vic.get("/api/v1/conversations?group=support")).path("items"))
                .isEmpty();
        assertThat(ok(vic.get("/api/v1/conversations?state=queued")).path("items"))
                .isEmpty();
        assertThat(ok(vic.get("/api/v1/search?q=" + "%E8%AE%A2%E5%8D%95")).path("items"))
                .isEmpty();
    }

    @Test
    void nobody_acts_as_an_agent_without_being_one() {
        for (String verb : List.of("claim", "assign", "close", "reopen", "tags", "messages")) {
            assertThat(shop.http().post(path("/" + verb), "{}").status())
                    .as(verb)
                    .isEqualTo(401);
            assertThat(ann.post(path("/" + verb), "{}").status()).as(verb).isEqualTo(403);
        }
        assertThat(ann.get("/api/v1/conversations").status()).isEqualTo(403);
        assertThat(ann.get("/api/v1/search?q=a").status()).isEqualTo(403);
        assertThat(amy.post(path("/rate"), "{\"score\":5}").status()).isEqualTo(403);
        assertThat(amy.get("/api/v1/stats/live").status()).isEqualTo(403);
        assertThat(amy.get("/api/v1/stats/storage").status()).isEqualTo(403);
    }

    @Test
    void a_visitor_sees_neither_notes_nor_tags_nor_routing() {
        ok(amy.post(path("/claim"), "{}"));
        ok(amy.post(path("/tags"), "{\"set\":{\"mood\":\"angry\"}}"));
        say(amy, "{\"message_type\":\"text\",\"text\":\"difficult customer\",\"private\":true}");

        Http.Reply messages = ann.get(path("/messages"));
        assertThat(messages.text()).doesNotContain("difficult");
        JsonNode items = ok(messages).path("items");
        assertThat(items.get(items.size() - 1).path("hidden").asBoolean()).isTrue();
        Http.Reply conversation = ann.get(path(""));
        assertThat(conversation.status()).isEqualTo(200);
        assertThat(conversation.json().path("last_message").path("text").asString())
                .isEqualTo("我的订单在哪里");
        assertThat(conversation.text())
                .doesNotContain("difficult")
                .doesNotContain("angry")
                .doesNotContain("routing");
        assertThat(amy.get(path("/messages")).text()).contains("difficult customer");
        assertThat(ok(amy.get(path(""))).path("tags").path("mood").asString()).isEqualTo("angry");
    }

    @Test
    void a_conversation_goes_to_another_agent_or_group() {
        JsonNode given = ok(amy.post(path("/assign"), "{\"agent\":\"sue\"}"));
        assertThat(given.path("agent").path("id").asString()).isEqualTo("sue");
        JsonNode moved = ok(sue.post(path("/assign"), "{\"group\":\"vip\"}"));
        assertThat(moved.path("group").asString()).isEqualTo("vip");
        assertThat(amy.get(path("")).status()).isEqualTo(404);
        assertThat(sue.get(path("")).status()).isEqualTo(200);
        assertThat(sue.post(path("/assign"), "{\"agent\":\"nobody\"}").status()).isEqualTo(400);
        assertThat(sue.post(path("/assign"), "{\"group\":\"nowhere\"}").status())
                .isEqualTo(400);
        assertThat(sue.post(path("/assign"), "{}").status()).isEqualTo(400);
        assertThat(sue.post(path("/assign"), "{\"agent\":\"sue\",\"group\":\"vip\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_visitor_rates_its_own_conversation() {
        JsonNode rated = ok(ann.post(path("/rate"), "{\"score\":5,\"comment\":\"好\"}"));
        assertThat(rated.path("rating").path("score").asInt()).isEqualTo(5);
        for (String bad : List.of("{}", "{\"score\":0}", "{\"score\":6}", "{\"score\":\"x\"}")) {
            assertThat(ann.post(path("/rate"), bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void a_message_sent_twice_with_one_id_is_one_message() {
        String body = "{\"client_msg_id\":\"c1\",\"message_type\":\"text\",\"text\":\"once\"}";
        String first = say(amy, body);
        JsonNode again = ok(amy.post(path("/messages"), body));
        assertThat(again.path("message_id").asString()).isEqualTo(first);
        assertThat(again.path("duplicate").asBoolean()).isTrue();
        Http keyed = amy.with("Idempotency-Key", "k1");
        assertThat(say(keyed, "{\"message_type\":\"text\",\"text\":\"twice\"}"))
                .isEqualTo(say(keyed, "{\"message_type\":\"text\",\"text\":\"twice\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"message_type\":\"text\"}",
                "{\"message_type\":\"text\",\"text\":5}",
                "{\"message_type\":\"dance\",\"text\":\"x\"}",
                "{\"message_type\":\"text\",\"text\":\"x\"},\"ping\":{}",
                "{\"message_type\":\"text\",\"text\":\"x\"}}{",
                "{\"message_type\":\"text\",\"text\":\"x\",\"target_seq\":-1}"
            })
    void a_message_that_is_none_is_refused_with_its_reason(String body) {
        Http.Reply reply = amy.post(path("/messages"), body);
        assertThat(reply.status()).as(reply.text()).isIn(400, 415);
        assertThat(reply.code()).isIn("bad_request", "unsupported_type");
    }

    @Test
    void an_api_key_writes_to_a_conversation_or_to_a_visitor_by_its_external_id() {
        var profile = new VisitorProfile("Bo", "", Page.UNKNOWN, Optional.of(Map.of()), Map.of());
        shop.accounts.visitors().identified("web", "u-7", profile);
        Http key = key("messages:write");
        String to = "/api/v1/conversations/-/messages?channel=web&external_id=";
        String body = "{\"message_type\":\"text\",\"text\":\"your parcel has left\"}";

        JsonNode sent = ok(key.post(to + "u-7", body));
        assertThat(ok(sue.get("/api/v1/conversations/"
                                + sent.path("conversation_id").asString()))
                        .path("visitor")
                        .path("external_id")
                        .asString())
                .isEqualTo("u-7");
        shop.accounts.visitors().identified("web", "u-8", profile);
        Http keyed = key.with("Idempotency-Key", "parcel");
        assertThat(keyed.post(to + "u-7", body).status()).isEqualTo(201);
        assertThat(keyed.post(to + "u-7", body).status()).isEqualTo(201);
        assertThat(keyed.post(to + "u-8", body).code()).isEqualTo("conflict"); // not: sent, though only the first was
        assertThat(key.post(path("/messages"), body).status()).isEqualTo(201);
        assertThat(key.post(to + "nobody", body).status()).isEqualTo(404);
        assertThat(key.post("/api/v1/conversations/-/messages", body).status()).isEqualTo(400);
        assertThat(amy.post(to + "u-7", body).status()).isEqualTo(403);
        assertThat(key.get(path("")).status()).isEqualTo(403);
        assertThat(key.post(path("/claim"), "{}").status()).isEqualTo(403);
        assertThat(key("conversations:read").get(path("")).status()).isEqualTo(200);
        assertThat(key("conversations:read").post(path("/messages"), body).status())
                .isEqualTo(403);
    }

    private Http key(String scope) {
        var principal = new ApiKeyPrincipal("key-" + scope.hashCode(), "crm", Set.of(scope));
        return shop.http().bearer(shop.accounts.tokens().issue(principal).token());
    }

    @Test
    void messages_come_in_pages_before_and_after() {
        for (int i = 0; i < 5; i++) {
            shop.desk.says(annId, "line " + i);
        }
        JsonNode newest = ok(ann.get(path("/messages?limit=2"))).path("items");
        long last = newest.get(1).path("seq").asLong();
        JsonNode before = ok(ann.get(path(
                        "/messages?limit=2&before=" + newest.get(0).path("seq").asLong())))
                .path("items");
        JsonNode after = ok(ann.get(path("/messages?limit=200&after=1"))).path("items");

        assertThat(newest.get(1).path("text").asString()).isEqualTo("line 4");
        assertThat(before.get(1).path("seq").asLong()).isEqualTo(last - 2);
        assertThat(after.get(0).path("seq").asLong()).isEqualTo(2);
        assertThat(after.get(after.size() - 1).path("seq").asLong()).isEqualTo(last);
        for (String bad : List.of("limit=-1", "limit=201", "after=-1", "before=0", "after=1&before=2", "before=x")) {
            assertThat(ann.get(path("/messages?" + bad)).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void a_list_and_a_search_take_no_limit_or_filter_outside_their_bounds() {
        for (String bad : List.of("limit=-1", "limit=0", "offset=-1", "offset=10001", "state=open")) {
            assertThat(amy.get("/api/v1/conversations?" + bad).status()).as(bad).isEqualTo(400);
        }
        for (String bad :
                List.of("", "q=", "q=%20", "q=a&limit=-1", "q=a&offset=10001", "q=a&from=x", "q=" + "a".repeat(201))) {
            assertThat(amy.get("/api/v1/search?" + bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void a_search_finds_chinese_words_with_their_place() {
        JsonNode found = ok(amy.get("/api/v1/search?q=%E8%AE%A2%E5%8D%95"));
        assertThat(found.path("total").asInt()).isEqualTo(1);
        JsonNode item = found.path("items").get(0);
        assertThat(item.path("conversation_id").asString()).isEqualTo(id);
        assertThat(item.path("author").path("kind").asString()).isEqualTo("visitor");
        assertThat(item.path("highlights").get(0).get(0).asInt()).isEqualTo(2);
        assertThat(item.path("highlights").get(0).get(1).asInt()).isEqualTo(4);
        assertThat(item.path("visitor").path("id").asString()).isEqualTo(annId);
        assertThat(ok(amy.get("/api/v1/search?q=%E8%AE%A2%E5%8D%95&from=2099-01-01"))
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void tags_are_bounded() {
        assertThat(amy.post(path("/tags"), "{\"set\":{\"<script>\":\"x\"}}").status())
                .isEqualTo(400);
        assertThat(amy.post(path("/tags"), "{\"set\":{\"a\":\"" + "x".repeat(300) + "\"}}")
                        .status())
                .isEqualTo(400);
        JsonNode set = ok(amy.post(path("/tags"), "{\"set\":{\"来源\":\"<b>x</b>\"}}"));
        assertThat(set.path("tags").path("来源").asString()).isEqualTo("<b>x</b>");
        assertThat(ok(amy.post(path("/tags"), "{\"remove\":[\"来源\"]}")).path("tags"))
                .isEmpty();
    }

    @Test
    void a_supervisor_reads_the_figures() {
        JsonNode live = ok(sue.get("/api/v1/stats/live"));
        assertThat(live.has("heartbeat_timeout_rate")).isTrue();
        assertThat(ok(sue.get("/api/v1/stats/storage")).path("tiers").isArray()).isTrue();
        JsonNode series = ok(sue.get("/api/v1/stats/series?name=messages_per_second&minutes=5"));
        assertThat(series.path("unit").asString()).isEqualTo("1/s");
        assertThat(series.path("points").isArray()).isTrue();
        assertThat(sue.get("/api/v1/stats/series?name=nothing").status()).isEqualTo(400);
        assertThat(sue.get("/api/v1/stats/series?name=queue&minutes=-1").status())
                .isEqualTo(400);
    }
}
