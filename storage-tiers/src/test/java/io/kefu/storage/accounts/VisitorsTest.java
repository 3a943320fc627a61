package io.kefu.storage.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisitorsTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Accounts accounts;
    private Visitors visitors;

    @BeforeEach
    void open() {
        accounts = Accounts.open(folder, clock, TokenLifetimes.DEFAULT);
        visitors = accounts.visitors();
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    private static VisitorProfile profile(String name, Optional<Map<String, Object>> tags) {
        return new VisitorProfile(
                name, "zh-CN", new Page("https://shop.example/a", "首页", ""), tags, Map.of("form", Map.of("q", 1)));
    }

    @Test
    void a_visitor_is_found_again_with_all_that_it_said() {
        Visitor made = visitors.identified("web", "u-1", profile("小明", Optional.of(Map.of("vip_level", 12))));

        assertThat(visitors.byId(made.id())).contains(made);
        assertThat(visitors.byExternal("web", "u-1")).contains(made);
        assertThat(visitors.byExternal("app", "u-1")).isEmpty();
        assertThat(made.tags()).containsEntry("vip_level", 12);
    }

    @Test
    void an_anonymous_visitor_gets_no_tags_whatever_the_page_says() {
        Visitor made = visitors.create("web", profile("x", Optional.of(Map.of("vip_level", 99))));

        assertThat(made.tags()).isEmpty();
        assertThat(visitors.update(made.id(), profile("y", Optional.of(Map.of("vip_level", 99)))))
                .get()
                .satisfies(now -> assertThat(now.tags()).isEmpty())
                .satisfies(now -> assertThat(now.name()).isEqualTo("y"));
    }

    @Test
    void tags_follow_the_last_identity_that_named_any() {
        visitors.identified("web", "u-1", profile("a", Optional.of(Map.of("vip_level", 12, "new", true))));
        visitors.identified("web", "u-1", profile("", Optional.empty()));
        Visitor kept = visitors.byExternal("web", "u-1").orElseThrow();
        visitors.identified("web", "u-1", profile("", Optional.of(Map.of("vip_level", 3))));
        Visitor replaced = visitors.byExternal("web", "u-1").orElseThrow();

        assertThat(kept.tags()).containsOnlyKeys("vip_level", "new");
        assertThat(kept.name()).isEqualTo("a");
        assertThat(replaced.tags()).isEqualTo(Map.of("vip_level", 3));
    }

    @Test
    void many_first_visits_at_once_of_one_person_make_one_visitor() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> calls = IntStream.range(0, 40)
                    .mapToObj(i -> (Callable<String>)
                            () -> visitors.identified("web", "same", profile("n" + i, Optional.empty()))
                                    .id())
                    .toList();
            assertThat(threads.invokeAll(calls).stream().map(Future::resultNow).distinct())
                    .hasSize(1);
        }
    }

    @Test
    void what_was_created_is_there_after_a_reopening() {
        Visitor made = visitors.create("web", profile("x", Optional.empty()));
        accounts.close();
        open();

        assertThat(visitors.byId(made.id())).contains(made);
    }

    @Test
    void an_injected_quote_is_a_quote() {
        String nasty = "'; DROP TABLE visitors; --\u0000<script>";
        Visitor made = visitors.identified("web", nasty, profile(nasty, Optional.of(Map.of(nasty, nasty))));

        assertThat(visitors.byExternal("web", nasty)).contains(made);
    }
}
