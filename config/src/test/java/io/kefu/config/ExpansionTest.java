package io.kefu.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpansionTest {

    private static final String STRONG = "kD8vPq2LmX0tRz5WcY7nBf3HsJ9aGu1E";

    @TempDir
    Path directory;

    @Test
    void variables_defaults_and_files_are_put_in() {
        Yaml yaml = new Yaml(directory, Map.of("PORT", "9090", "CITY", "Köln"))
                .with("secrets/key", STRONG + "\n")
                .shop("""
                        title: in ${env:CITY}, ${env:STREET:-no street}
                        public: ${env:PORT}
                        key: ${file:secrets/key}
                        """);
        assertThat(yaml.spec().title().first()).isEqualTo("in Köln, no street");
        assertThat(yaml.spec().port()).isEqualTo(9090);
        assertThat(yaml.spec().key().orElseThrow().reveal()).isEqualTo(STRONG);
    }

    @Test
    void what_comes_in_cannot_change_the_structure_or_expand_again() {
        Yaml yaml = new Yaml(directory, Map.of("EVIL", "a\nopen: false\n${env:EVIL}")).shop("title: ${env:EVIL}");
        assertThat(yaml.spec().open()).isTrue();
        assertThat(yaml.spec().title().first()).isEqualTo("a\nopen: false\n${env:EVIL}");
    }

    @Test
    void two_dollars_stand_for_a_plain_one() {
        assertThat(Yaml.in(directory)
                        .shop("title: $${env:X} costs 5$")
                        .spec()
                        .title()
                        .first())
                .isEqualTo("${env:X} costs 5$");
    }

    @Test
    void what_cannot_be_put_in_is_a_problem_at_its_place() {
        assertThat(Yaml.in(directory)
                        .shop("title: ${env:NOT_SET}\nkey: ${file:nowhere}\nnotes: {a: '${home}', b: '${env:X'}")
                        .problems())
                .satisfiesExactly(
                        a -> assertThat(a)
                                .contains("shop.yaml:5:10")
                                .contains(
                                        "the environment variable `NOT_SET` is not set — set it, or write `${env:NOT_SET:-default}`")
                                .endsWith("[KEFU-C030]"),
                        b -> assertThat(b)
                                .contains("shop.yaml:6:8")
                                .contains("`nowhere` does not exist")
                                .endsWith("[KEFU-C031]"),
                        c -> assertThat(c).contains("shop.yaml:7:14").endsWith("[KEFU-C032]"),
                        d -> assertThat(d).contains("shop.yaml:7:28").endsWith("[KEFU-C032]"));
    }

    @Test
    void a_value_from_outside_is_shown_as_it_was_written() {
        Yaml yaml = new Yaml(directory, Map.of("PORT", "hunter2")).shop("title: a\npublic: ${env:PORT}");
        assertThat(yaml.problems()).singleElement().asString().contains("`${env:PORT}` is of the wrong type");
    }

    @Test
    void a_weak_secret_is_refused_and_never_shown() {
        assertThat(Yaml.in(directory).shop("title: a\nkey: hunter2").problems())
                .containsExactly(
                        "shop.yaml:6:8  `spec.key`: the secret has 7 bytes — make a random one of 32 bytes or more,"
                                + " e.g. `openssl rand -base64 32 > secrets/NAME.key`  [KEFU-C026]");
        for (String weak :
                new String[] {"a".repeat(40), "please-changeme-please-changeme-123456", "abcabcab".repeat(5)}) {
            assertThat(Yaml.in(directory).shop("title: a\nkey: " + weak).problems())
                    .singleElement()
                    .asString()
                    .contains("the secret is easy to guess")
                    .doesNotContain(weak);
        }
    }

    @Test
    void a_secret_never_prints() {
        Yaml yaml = Yaml.in(directory).shop("title: a\nkey: " + STRONG);
        assertThat(yaml.spec().toString()).contains("••••").doesNotContain(STRONG);
        assertThat(yaml.load().render()).contains("key: ••••").doesNotContain(STRONG);
    }
}
