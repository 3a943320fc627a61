package io.kefu.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {

    private static final String SPEC =
            "title: {zh: 街角, en: Corner}\nlinks: ['https://a.example']\nnotes: {a: '$${x}'}\n";

    @TempDir
    Path directory;

    @Test
    void the_rendered_text_shows_defaults_and_reads_to_the_same() {
        Documents first = Yaml.in(directory.resolve("a")).shop(SPEC).load();
        assertThat(first.render())
                .contains("public: 8080", "wait: 30s", "room: 256KiB", "colour: sky-blue", "from: 8h");

        Documents second = Yaml.in(directory.resolve("b"))
                .with("rendered.yaml", first.render())
                .load();
        assertThat(second.of(Shop.Spec.class).getFirst().spec())
                .isEqualTo(first.of(Shop.Spec.class).getFirst().spec());
        assertThat(second.revision()).isEqualTo(first.revision());
    }

    @Test
    void the_revision_follows_what_is_said_and_not_how() {
        String revision = Yaml.in(directory).shop(SPEC).load().revision();
        assertThat(revision).matches("[0-9a-f]{16}");
        assertThat(Yaml.in(directory)
                        .shop("# a comment\n" + SPEC + "open: true\n")
                        .load()
                        .revision())
                .isEqualTo(revision);
        assertThat(Yaml.in(directory).shop(SPEC + "open: false\n").load().revision())
                .isNotEqualTo(revision);
    }

    @Test
    void a_changed_secret_or_page_is_a_new_revision() {
        Yaml yaml = Yaml.in(directory)
                .with("key", "kD8vPq2LmX0tRz5WcY7nBf3HsJ9aGu1E")
                .with("pages/a.md", "A")
                .shop("title: a\nkey: ${file:key}\npages: pages");
        String first = yaml.load().revision();
        String second =
                yaml.with("key", "kD8vPq2LmX0tRz5WcY7nBf3HsJ9aGu1F").load().revision();
        String third = yaml.with("pages/a.md", "B").load().revision();
        assertThat(second).isNotEqualTo(first);
        assertThat(third).isNotEqualTo(second);
    }
}
