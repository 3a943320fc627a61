package io.kefu.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.config.Change.Action;
import io.kefu.config.Change.FieldChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesTest {

    private static final String KEY = "kD8vPq2LmX0tRz5WcY7nBf3HsJ9aGu1E";

    @TempDir
    Path directory;

    private Documents shop(String name, String spec) {
        return Yaml.in(directory.resolve(name)).shop(spec).load();
    }

    private static List<FieldChange> fields(Documents before, Documents after) {
        List<Change> changes = Changes.between(before, after);
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().action()).isEqualTo(Action.CHANGE);
        return changes.getFirst().fields();
    }

    @Test
    void what_says_the_same_in_another_way_is_no_change() {
        assertThat(Changes.between(shop("a", "title: a"), shop("b", "# a comment\ntitle: 'a'\nopen: true")))
                .isEmpty();
    }

    @Test
    void a_document_is_added_and_removed_by_kind_and_name() {
        Documents one = shop("a", "title: a");
        Documents two = Yaml.in(directory.resolve("b"))
                .shop("title: a")
                .with("till.yaml", "apiVersion: kefu.io/v1\nkind: Till\nmetadata: {name: front}\nspec: {number: 1}\n")
                .load();
        assertThat(Changes.between(one, two)).containsExactly(new Change(Action.ADD, "Till", "front", List.of()));
        assertThat(Changes.between(two, one)).containsExactly(new Change(Action.REMOVE, "Till", "front", List.of()));
    }

    @Test
    void a_value_is_shown_before_and_after_in_the_form_in_which_it_is_written() {
        assertThat(fields(shop("a", "title: a\nwait: 90s"), shop("b", "title: {en: a, zh: 甲}\nwait: 2m")))
                .containsExactly(
                        new FieldChange("spec.title", "a", "{en: a, zh: 甲}"),
                        new FieldChange("spec.wait", "90s", "2m"));
    }

    @Test
    void a_secret_that_changed_is_told_and_never_shown() {
        Documents before = shop("a", "title: a\nkey: " + KEY);
        Documents after = shop("b", "title: a\nkey: " + KEY.replace('k', 'q'));
        assertThat(fields(before, after)).containsExactly(new FieldChange("spec.key", "••••", "••••"));
        assertThat(fields(shop("c", "title: a"), after)).containsExactly(new FieldChange("spec.key", "", "••••"));
    }

    @Test
    void a_list_that_grew_shows_what_came() {
        assertThat(fields(
                        shop("a", "title: a\nlinks: ['https://a.example', 'https://b.example']"),
                        shop("b", "title: a\nlinks: ['https://c.example', 'https://a.example', 'https://b.example']")))
                .containsExactly(new FieldChange("spec.links[]", "", "https://c.example"));
        assertThat(fields(shop("c", "title: a\ninner: [{number: 1}]"), shop("d", "title: a\ninner: [{number: 2}]")))
                .containsExactly(new FieldChange("spec.inner[0].number", "1", "2"));
    }

    @Test
    void a_page_that_changed_in_its_place_is_a_change() throws IOException {
        Path page = Files.createDirectories(directory.resolve("faq")).resolve("a.md");
        Files.writeString(page, "one");
        Documents before = shop("a", "title: a\npages: ../faq");
        Files.writeString(page, "two");
        assertThat(fields(before, shop("a", "title: a\npages: ../faq")))
                .extracting(FieldChange::path)
                .containsExactly("spec.pages");
        Files.delete(page);
        Files.delete(page.getParent());
        assertThat(fields(before, shop("b", "title: a"))).hasSize(1);
    }

    @Test
    void a_folder_is_what_it_holds_and_not_where_it_lies() {
        Documents here = Yaml.in(directory.resolve("a"))
                .with("pages/a.md", "A")
                .shop("title: a\npages: pages")
                .load();
        Documents there = Yaml.in(directory.resolve("b"))
                .with("other/a.md", "A")
                .shop("title: a\npages: other")
                .load();
        Documents changed = Yaml.in(directory.resolve("c"))
                .with("pages/a.md", "B")
                .shop("title: a\npages: pages")
                .load();
        assertThat(there.revision()).isEqualTo(here.revision());
        assertThat(Changes.between(here, there)).isEmpty();
        assertThat(fields(here, changed)).singleElement().satisfies(field -> {
            assertThat(field.path()).isEqualTo("spec.pages");
            assertThat(field.before()).startsWith("pages (").isNotEqualTo(field.after());
        });
    }

    @Test
    void a_singleton_may_take_another_name() {
        String main = "apiVersion: kefu.io/v1\nkind: Main\nmetadata: {name: %s}\nspec: {level: %s}\n";
        Documents before = Yaml.in(directory.resolve("a"))
                .with("main.yaml", main.formatted("one", "1"))
                .load();
        Documents after = Yaml.in(directory.resolve("b"))
                .with("main.yaml", main.formatted("two", "2"))
                .load();
        assertThat(fields(before, after)).containsExactly(new FieldChange("spec.level", "1", "2"));
    }
}
