package io.kefu.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

/** What is kept of a configuration is the configuration; what is shown of it holds no secret. */
class StandaloneProperties {

    @Provide
    Arbitrary<String> secrets() {
        Arbitrary<String> random = Arbitraries.strings().withCharRange('!', '~').ofLength(40);
        Arbitrary<String> tricky = Arbitraries.of("${env:HOME}", "$${x}", "\"'", ": #", "\\n", "é漢", "- a");
        return Combinators.combine(random, tricky)
                .as((a, b) -> b + a)
                .filter(text -> text.chars().noneMatch(Character::isISOControl))
                .filter(text -> new Secret(text).isStrong());
    }

    @Property(tries = 200)
    void a_kept_configuration_is_read_to_the_same_revision(
            @ForAll("secrets") String secret, @ForAll("secrets") String note) {
        in(directory -> {
            Documents documents = shop(directory.resolve("a"), secret, note);
            Documents again = again(documents, directory.resolve("kept"));
            assertThat(again.revision()).isEqualTo(documents.revision());
            assertThat(again.of(Shop.Spec.class).getFirst().spec().key())
                    .isEqualTo(documents.of(Shop.Spec.class).getFirst().spec().key());
            assertThat(again.of(Shop.Spec.class).getFirst().spec().notes()).isEqualTo(Map.of("a", note));
            return null;
        });
    }

    @Property(tries = 200)
    void a_secret_is_in_nothing_that_is_shown(@ForAll("secrets") String secret) {
        in(directory -> {
            Documents documents = shop(directory.resolve("a"), secret, "a note");
            Documents other = shop(
                    directory.resolve("b"), new StringBuilder(secret).reverse().toString(), "a note");
            String shown = documents.render()
                    + documents.standalone()
                    + documents.of(Shop.Spec.class)
                    + documents.revision()
                    + Changes.between(documents, other)
                    + Changes.between(other, documents);
            assertThat(shown).doesNotContain(secret);
            return null;
        });
    }

    private static Documents shop(Path directory, String secret, String note) {
        return Yaml.in(directory)
                .with("key", secret)
                .with("note", note)
                .with("pages/a.md", "# A")
                .shop("title: {en: '$${x}', zh: 甲}\nkey: ${file:key}\nnotes: {a: '${file:note}'}\npages: pages")
                .load();
    }

    private static Documents again(Documents documents, Path home) {
        Standalone kept = documents.standalone();
        kept.folders()
                .forEach((digest, files) -> files.forEach((name, bytes) -> {
                    try {
                        Path folder =
                                Files.createDirectories(home.resolve("folders").resolve(digest));
                        Files.write(folder.resolve(name), bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
        try {
            return new ConfigLoader(Shop.KINDS, _ -> null).load(kept, home);
        } catch (InvalidConfigException e) {
            return Assertions.fail(e.getMessage());
        }
    }

    private static void in(Function<Path, Void> body) {
        try {
            Path directory = Files.createTempDirectory("standalone");
            try {
                body.apply(directory);
            } finally {
                try (Stream<Path> all = Files.walk(directory)) {
                    all.sorted(Comparator.reverseOrder())
                            .forEach(path -> path.toFile().delete());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
