package io.kefu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @TempDir
    Path directory;

    @Test
    void what_is_left_out_has_its_default() {
        Shop.Spec spec = Yaml.in(directory).shop("title: Corner").spec();

        assertThat(spec.title()).isEqualTo(LocalizedText.of("Corner"));
        assertThat(spec.port()).isEqualTo(8080);
        assertThat(spec.big()).isEqualTo(7L);
        assertThat(spec.share()).isEqualTo(0.5);
        assertThat(spec.open()).isTrue();
        assertThat(spec.patience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(spec.room()).isEqualTo(new ByteSize(256 << 10));
        assertThat(spec.key()).isEmpty();
        assertThat(spec.colour()).isEqualTo(Shop.Colour.SKY_BLUE);
        assertThat(spec.tills()).isEmpty();
        assertThat(spec.notes()).isEmpty();
        assertThat(spec.hours()).isEqualTo(new Shop.Hours(Duration.ofHours(8), Duration.ofHours(20)));
        assertThat(spec.pages()).isEmpty();
    }

    @Test
    void every_shape_is_read() {
        Yaml yaml = Yaml.in(directory)
                .with("pages/a.md", "# A")
                .with("till.yaml", "apiVersion: kefu.io/v1\nkind: Till\nmetadata: {name: one}\nspec: {number: 1}\n")
                .shop("""
                        title: {zh: 街角, en: Corner}
                        public: 0
                        big: 9000000000
                        share: 0.25
                        open: false
                        wait: 1h30m
                        room: 20MiB
                        key: kD8vPq2LmX0tRz5WcY7nBf3HsJ9aGu1E
                        colour: red
                        tills: [one]
                        links: ["https://a.example"]
                        patterns: ["a|b"]
                        notes: {any: no}
                        hours: {from: 9h}
                        inner: [{number: 2}]
                        pages: pages
                        """);
        Shop.Spec spec = yaml.spec();

        assertThat(spec.title().in("zh-CN")).isEqualTo("街角");
        assertThat(spec.port()).isZero();
        assertThat(spec.big()).isEqualTo(9_000_000_000L);
        assertThat(spec.share()).isEqualTo(0.25);
        assertThat(spec.open()).isFalse();
        assertThat(spec.patience()).isEqualTo(Duration.ofMinutes(90));
        assertThat(spec.room()).isEqualTo(new ByteSize(20 << 20));
        assertThat(spec.key().orElseThrow().length()).isEqualTo(32);
        assertThat(spec.colour()).isEqualTo(Shop.Colour.RED);
        assertThat(spec.tills()).containsExactly("one");
        assertThat(spec.links()).containsExactly("https://a.example");
        assertThat(spec.patterns()).containsExactly("a|b");
        assertThat(spec.notes()).isEqualTo(Map.of("any", "no"));
        assertThat(spec.hours().from()).isEqualTo(Duration.ofHours(9));
        assertThat(spec.inner()).containsExactly(new Shop.Till(2));
        assertThat(spec.pages()).contains(directory.resolve("pages"));
        assertThatThrownBy(() -> spec.tills().add("two")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void no_is_text_where_text_is_meant_and_an_error_where_a_flag_is() {
        assertThat(Yaml.in(directory).shop("title: no").spec().title()).isEqualTo(LocalizedText.of("no"));
        assertThat(Yaml.in(directory).shop("title: a\nopen: no").problems())
                .containsExactly("shop.yaml:6:9  `spec.open`: `no` is of the wrong type — write `true` or `false`"
                        + "  [KEFU-C022]");
    }

    @Test
    void an_unknown_key_names_the_nearest_known_one() {
        assertThat(Yaml.in(directory)
                        .shop("title: a\ncolor: red\nhours: {form: 8h}\nzzzzzz: 1")
                        .problems())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("shop.yaml:6:3  `color` is not known in `spec` — write `colour`"),
                        second -> assertThat(second)
                                .startsWith("shop.yaml:7:11  `form` is not known in `spec.hours` — write `from`"),
                        third -> assertThat(third)
                                .startsWith("shop.yaml:8:3  `zzzzzz`")
                                .contains("known here: title, public"));
    }

    @Test
    void values_outside_their_bounds_say_the_bounds() {
        assertThat(Yaml.in(directory)
                        .shop(
                                "title: a\npublic: 65536\nshare: 1.01\nwait: 31d\nroom: 512B\nbig: -6\ninner: [{number: 0}]")
                        .problems())
                .containsExactly(
                        "shop.yaml:6:11  `spec.public`: `65536` is too large — write a whole number from 0 to 65535  [KEFU-C023]",
                        "shop.yaml:7:10  `spec.share`: `1.01` is too large — write a number from 0 to 1  [KEFU-C023]",
                        "shop.yaml:8:9  `spec.wait`: `31d` is too large — write a duration from 1s to 30d, such as `30s`"
                                + "  [KEFU-C023]",
                        "shop.yaml:9:9  `spec.room`: `512B` is too small — write a size from 1KiB to 1GiB, such as `256KiB`"
                                + "  [KEFU-C023]",
                        "shop.yaml:10:8  `spec.big`: `-6` is too small — write a whole number from -5 to 9000000000"
                                + "  [KEFU-C023]",
                        "shop.yaml:11:20  `spec.inner[0].number`: `0` is too small — write a whole number from 1 to 99"
                                + "  [KEFU-C023]");
    }

    @Test
    void a_wrong_type_says_what_was_expected_and_what_was_found() {
        assertThat(Yaml.in(directory)
                        .shop(
                                "title: [a]\npublic: eighty\nshare: {a: 1}\ntills: one\nwait: 30\nbig: \"7\"\ncolour: blue")
                        .problems())
                .satisfiesExactly(
                        a -> assertThat(a).contains(":5:10  `spec.title` is a list — write text, or a map of language"),
                        b -> assertThat(b)
                                .contains(":6:11  `spec.public`: `eighty` is of the wrong type — write a whole"),
                        c -> assertThat(c).contains(":7:10  `spec.share` is a map — write a number from 0 to 1"),
                        d -> assertThat(d).contains(":8:10  `spec.tills` is `one` — write a list"),
                        e -> assertThat(e).contains(":9:9  `spec.wait`: `30` is of the wrong type — write a duration"),
                        f -> assertThat(f)
                                .contains(":10:8  `spec.big`: `\"7\"` in quotes is text — write a whole number"),
                        g -> assertThat(g)
                                .contains(
                                        ":11:11  `spec.colour`: `blue` is not known here — write one of red, sky-blue"));
    }

    @Test
    void a_missing_key_says_what_to_write() {
        assertThat(Yaml.in(directory).shop("title:\ninner: [{}]").problems())
                .satisfiesExactly(
                        a -> assertThat(a)
                                .startsWith("shop.yaml:5:9  `spec.title` has no value — write text")
                                .contains("C021"),
                        b -> assertThat(b)
                                .startsWith(
                                        "shop.yaml:6:11  `spec.inner[0].number` is missing — write `number: …` (a whole"));
    }

    @Test
    void a_key_that_stands_twice_shows_the_first() {
        assertThat(Yaml.in(directory).shop("title: a\nopen: true\nopen: false").problems())
                .containsExactly("shop.yaml:7:3  `open` stands twice, first on line 6 — keep one of them  [KEFU-C003]");
    }

    @Test
    void a_constructors_refusal_stands_at_its_field_and_hides_no_other() {
        assertThat(Yaml.in(directory)
                        .shop("title: a\nhours: {from: 9h, to: 8h}\ninner: [{number: 200}]")
                        .problems())
                .satisfiesExactly(
                        a -> assertThat(a)
                                .isEqualTo("shop.yaml:6:25  closes before it opens — write a later time  [KEFU-C050]"),
                        b -> assertThat(b).startsWith("shop.yaml:7:20"));
    }

    @Test
    void a_dangling_reference_names_the_nearest_and_where_it_looked() {
        Yaml yaml = Yaml.in(directory)
                .with("till.yaml", "apiVersion: kefu.io/v1\nkind: Till\nmetadata: {name: front}\nspec: {number: 1}\n")
                .shop("title: a\ntills: [fornt, cellar-door]");
        assertThat(yaml.problems())
                .containsExactly(
                        "shop.yaml:6:11  there is no Till named `fornt` in *.yaml — write `front` (till.yaml:1:1)  [KEFU-C040]",
                        "shop.yaml:6:18  there is no Till named `cellar-door` in *.yaml — declare `kind: Till` with"
                                + " `metadata: {name: cellar-door}`, or write one of front  [KEFU-C040]");
    }

    @Test
    void two_documents_of_one_name_show_both_places() {
        String till = "apiVersion: kefu.io/v1\nkind: Till\nmetadata: {name: one}\nspec: {number: 1}\n";
        assertThat(Yaml.in(directory)
                        .with("a.yaml", till)
                        .with("b.yaml", "# b\n" + till)
                        .problems())
                .containsExactly(
                        "b.yaml:2:1  the Till `one` is declared twice, first at a.yaml:1:1 — rename or delete one of"
                                + " them  [KEFU-C012]");
    }

    @Test
    void there_is_one_singleton_and_its_defaults_hold_when_there_is_none() {
        String main = "apiVersion: kefu.io/v1\nkind: Main\nmetadata: {name: %s}\n";
        Yaml one = Yaml.in(directory).with("a.yaml", main.formatted("a") + "spec: {level: 4}\n");
        assertThat(one.load().single(Shop.Main.class).level()).isEqualTo(4);
        assertThat(one.with("b.yaml", main.formatted("b")).problems())
                .containsExactly("b.yaml:1:1  there is one Main at most; the first is at a.yaml:1:1 — put both into one"
                        + " document  [KEFU-C013]");
        Yaml none = Yaml.in(directory.resolve("none")).shop("title: a");
        assertThat(none.load().single(Shop.Main.class).level()).isEqualTo(3);
    }

    @Test
    void a_kinds_own_check_points_into_the_file() {
        assertThat(Yaml.in(directory)
                        .with(
                                "t.yaml",
                                "apiVersion: kefu.io/v1\nkind: Till\nmetadata: {name: one}\nspec: {number: 13}\n")
                        .problems())
                .containsExactly("t.yaml:4:16  13 brings bad luck — write 14  [KEFU-C050]");
    }

    @Test
    void an_expression_that_does_not_compile_points_at_its_character() {
        assertThat(Yaml.in(directory)
                        .shop("title: a\npatterns:\n  - ab)c\n  - 'it''s a)'\n  - |-\n    first\n    second)\n")
                        .problems())
                .satisfiesExactly(
                        plain -> assertThat(plain)
                                .startsWith("shop.yaml:7:8  not a regular expression: Unmatched closing"),
                        quoted -> assertThat(quoted).startsWith("shop.yaml:8:14  not a regular"),
                        block -> assertThat(block).startsWith("shop.yaml:11:12  not a regular"));
    }

    @Test
    void the_envelope_is_checked() {
        Yaml yaml = Yaml.in(directory)
                .with("a.yaml", "just text\n")
                .with("b.yaml", "apiVersion: kefu.io/v2\nkind: Tell\nmetadata: {name: A B}\nspeck: {}\n")
                .with("c.yaml", "kind: Till\n");
        assertThat(yaml.problems())
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("a.yaml:1:1  not a map — write the keys apiVersion, kind"),
                        b -> assertThat(b).contains("b.yaml:1:13  `kefu.io/v2` is not a version known here"),
                        c -> assertThat(c).contains("b.yaml:2:7  `Tell` is not a kind — write `Till`"),
                        d -> assertThat(d).contains("b.yaml:3:18  `metadata.name`: `A B` has not the form wanted"),
                        e -> assertThat(e).contains("b.yaml:4:1  `speck` is not known here — write `spec`"),
                        f -> assertThat(f).contains("c.yaml:1:1  `apiVersion` is missing"),
                        g -> assertThat(g).contains("c.yaml:1:1  `metadata` is missing"),
                        h -> assertThat(h).contains("c.yaml:1:1  `spec` is missing"));
    }

    @Test
    void many_documents_stand_in_a_file() {
        String till = "apiVersion: kefu.io/v1\nkind: Till\nmetadata: {name: %s}\nspec: {number: 1}\n---\n";
        Documents documents = Yaml.in(directory)
                .with(
                        "a.yaml",
                        till.formatted("x")
                                + till.formatted("y")
                                + till.formatted("z").replace("---\n", ""))
                .load();
        assertThat(documents.of(Shop.Till.class)).extracting(Document::name).containsExactly("x", "y", "z");
        assertThat(documents.find(Shop.Till.class, "y").orElseThrow().position().line())
                .isEqualTo(6);
    }

    @Test
    void a_mistake_in_the_syntax_has_a_place_and_hides_no_other_file() {
        List<String> problems = Yaml.in(directory)
                .with("a.yaml", "kind: [1, 2\nmetadata: {}\n")
                .with("b.yaml", "a:\n\tb: 1\n")
                .shop("titel: a")
                .problems();
        assertThat(problems).hasSize(4);
        assertThat(problems.get(0)).startsWith("a.yaml:2:").contains("[KEFU-C001]");
        assertThat(problems.get(1)).startsWith("b.yaml:2:1  not YAML:");
    }

    @Test
    void files_that_cannot_be_read_are_problems() throws Exception {
        Files.write(directory.resolve("latin.yaml"), "ä".getBytes(StandardCharsets.ISO_8859_1));
        Yaml yaml = Yaml.in(directory)
                .with("old.yml", "")
                .with("control.yaml", "a: 1\nb: \u0001\n")
                .with("x_test.yaml", "]");
        assertThat(yaml.problems())
                .containsExactly(
                        "control.yaml:2:4  a control character (U+0001) — take it out  [KEFU-C001]",
                        "latin.yaml:1:1  the file is not UTF-8 — save it as UTF-8  [KEFU-C002]",
                        "old.yml:1:1  a `.yml` file is not read — name it `.yaml`  [KEFU-C002]");
    }

    @Test
    void what_lies_below_the_directory_is_read_when_all_is_asked_for() throws Exception {
        Yaml yaml = Yaml.in(directory)
                .with("a/b/till.yaml", "apiVersion: kefu.io/v1\nkind: Till\nmetadata: {name: x}\nspec: {number: 1}\n")
                .with("a/b/x_test.yaml", "]")
                .shop("title: a");
        assertThat(yaml.load().of(Shop.Till.class)).isEmpty();
        Documents all = new ConfigLoader(Shop.KINDS).loadAll(directory);
        assertThat(all.of(Shop.Till.class)).extracting(Document::name).containsExactly("x");
        assertThat(all.find(Shop.Till.class, "x").orElseThrow().position().file())
                .endsWith("a/b/till.yaml");
        yaml.with("a/b/till.yaml", "kind: [");
        assertThatThrownBy(() -> new ConfigLoader(Shop.KINDS).loadAll(directory))
                .hasMessageContaining("a/b/till.yaml:1:");
    }

    @Test
    void a_directory_that_is_a_link_is_read_under_the_name_that_was_given() throws Exception {
        Path linked = Files.createSymbolicLink(
                directory.resolve("current"), Files.createDirectory(directory.resolve("commit")));
        Yaml yaml = Yaml.in(linked)
                .with("a/till.yaml", "apiVersion: kefu.io/v1\nkind: Till\nmetadata: {name: x}\nspec: {number: 1}\n")
                .shop("title: a");
        assertThat(file(yaml.load(), Shop.Spec.class)).isEqualTo(linked.resolve("shop.yaml"));
        Documents all = new ConfigLoader(Shop.KINDS).loadAll(linked);
        assertThat(file(all, Shop.Spec.class)).isEqualTo(linked.resolve("shop.yaml"));
        assertThat(file(all, Shop.Till.class)).isEqualTo(linked.resolve("a/till.yaml"));
    }

    private static Path file(Documents documents, Class<? extends Record> kind) {
        return Path.of(documents.of(kind).getFirst().position().file());
    }

    @Test
    void a_directory_without_yaml_and_a_path_that_is_not_there_are_problems() {
        assertThat(Yaml.in(directory).problems()).singleElement().asString().contains("there is no `*.yaml` in it");
        assertThat(Yaml.in(directory.resolve("nowhere")).problems())
                .singleElement()
                .asString()
                .contains("the file cannot be read — check that it exists");
    }

    @Test
    void aliases_and_nesting_are_bounded() {
        StringBuilder bomb = new StringBuilder("notes: &a0 {k: v}\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1) + ", ";
            bomb.append("x")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(alias.repeat(9))
                    .append("]\n");
        }
        assertThat(Yaml.in(directory).shop("title: a\n" + bomb).problems())
                .singleElement()
                .asString()
                .contains("aliases")
                .contains("[KEFU-C004]");
        assertThat(Yaml.in(directory).with("shop.yaml", "[".repeat(100_000)).problems())
                .singleElement()
                .asString()
                .startsWith("shop.yaml:1:33  nested more than 32 deep");
    }

    @Test
    void an_alias_is_read_as_what_it_stands_for() {
        Shop.Spec spec =
                Yaml.in(directory).shop("title: &t hello\nnotes: {a: *t}").spec();
        assertThat(spec.notes()).isEqualTo(Map.of("a", "hello"));
    }
}
