package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kefu.config.ConfigLoader;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors use, judged by a validator that is not ours. */
class SchemaTest {

    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(JsonSchema.of(Kinds.ALL));

    static Stream<Path> files() throws IOException {
        List<Path> folders = List.of(
                Path.of("../config-examples"),
                Path.of("src/main/resources/quickstart"),
                Path.of("src/test/resources/config"));
        List<Path> files = new java.util.ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> below = Files.walk(folder)) {
                files.addAll(below.filter(file -> file.toString().endsWith(".yaml"))
                        .filter(file -> !file.toString().endsWith("_test.yaml"))
                        .sorted()
                        .toList());
            }
        }
        return files.stream();
    }

    private static boolean allows(String document) {
        return SCHEMA.validate(document, InputFormat.YAML).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void it_allows_what_the_loader_reads(Path file) throws IOException {
        for (String document : Files.readString(file).split("(?m)^---$", -1)) {
            assertThat(SCHEMA.validate(document, InputFormat.YAML)).as(document).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{colour: red}",
                "{capacity: 0}",
                "{capacity: eight}",
                "{strategy: least-busy}",
                "{offlineGrace: 60}",
                "{hours: {open: [\"Mon 8-23\"]}}",
                "{title: [a]}",
                "{hours: {zone: UTC}}"
            })
    void it_and_the_loader_refuse_the_same(String spec, @TempDir Path directory) throws IOException {
        String document = "apiVersion: kefu.io/v1\nkind: Group\nmetadata: {name: x}\nspec: " + spec + "\n";
        Files.writeString(directory.resolve("a.yaml"), document);
        assertThat(allows(document)).isFalse();
        assertThat(allows(document.replace(spec, "{}"))).isTrue();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new ConfigLoader(Kinds.ALL).load(directory))
                .isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void an_expansion_may_stand_where_a_number_is_meant() {
        assertThat(allows("{apiVersion: kefu.io/v1, kind: Group, metadata: {name: x}, spec: {capacity: \"${env:N}\"}}"))
                .isTrue();
    }

    /** Editors run ECMA-262, which knows neither Java's inline flags nor its classes. */
    @Test
    void its_patterns_are_those_of_editors() {
        assertThat(JsonSchema.of(Kinds.ALL)).doesNotContain("(?i").doesNotContain("\\p{");
    }
}
