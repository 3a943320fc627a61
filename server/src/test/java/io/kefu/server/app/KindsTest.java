package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.JsonSchema;
import io.kefu.config.ReferencePage;
import io.kefu.server.channel.ChannelConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path RESOURCES = Path.of("src/test/resources/config");

    private static Documents load(Path path) throws InvalidConfigException {
        return new ConfigLoader(Kinds.ALL, name -> null).load(path);
    }

    private static List<String> problems(Path directory, String yaml) throws IOException {
        Files.writeString(directory.resolve("a.yaml"), yaml);
        try {
            load(directory);
            return List.of();
        } catch (InvalidConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replace(directory + "/", ""))
                    .toList();
        }
    }

    @Test
    void messages_that_stay_longer_in_the_warm_tier_than_in_all_are_a_contradiction(@TempDir Path directory)
            throws Exception {
        String policy = """
                apiVersion: kefu.io/v1
                kind: StoragePolicy
                metadata: {name: default}
                spec:
                  warm: {keep: 90d}
                  cold: {engine: %s, keep: 60d}
                """;
        assertThat(problems(directory, policy.formatted("duckdb")))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("a.yaml:6:32")
                        .contains("60 days in all", "90 of them", "give `cold.keep`", "KEFU-C050"));
        assertThat(problems(directory, policy.formatted("none"))).isEmpty();
    }

    @Test
    void a_time_of_a_channel_that_is_not_declared_is_told_with_its_place(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("a.yaml"), """
                apiVersion: kefu.io/v1
                kind: StoragePolicy
                metadata: {name: default}
                spec: {channels: {wbe: {keep: 90d}}}
                """);
        assertThat(UnknownChannels.of(load(directory)))
                .singleElement()
                .satisfies(note ->
                        assertThat(note.toString()).contains("a.yaml:", "`spec.channels.wbe`", "mend the name"));
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> entries = Files.list(ROOT.resolve("config-examples"))) {
            return entries
                    .filter(entry ->
                            Files.isDirectory(entry) || entry.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_holds(Path example) throws Exception {
        assertThat(load(example).all()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "explicit"})
    void what_is_left_out_has_the_documented_default_and_what_is_written_holds(String variant) throws Exception {
        Documents documents = load(RESOURCES.resolve(variant));
        assertThat(documents.all()).hasSize(Kinds.ALL.size());
        Golden.check(RESOURCES.resolve(variant + ".rendered"), documents.render());
    }

    @Test
    void the_reference_page_and_the_schema_are_what_the_records_say() {
        Golden.check(ROOT.resolve("docs/reference/config.md"), ReferencePage.of(Kinds.ALL));
        Golden.check(ROOT.resolve("docs/reference/config.schema.json"), JsonSchema.of(Kinds.ALL));
    }

    @Test
    void the_quick_start_holds_and_keeps_its_secret_to_its_owner(@TempDir Path directory) throws Exception {
        Path config = directory.resolve("config");
        QuickStart.write(config);

        Documents documents = load(config);
        assertThat(documents.of(ChannelConfig.class).getFirst().spec().visitorSecret())
                .isPresent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config.resolve("secrets/visitor.key"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> QuickStart.write(config)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void two_quick_starts_have_two_secrets(@TempDir Path directory) throws Exception {
        QuickStart.write(directory.resolve("a"));
        QuickStart.write(directory.resolve("b"));
        assertThat(Files.readString(directory.resolve("a/secrets/visitor.key")))
                .isNotEqualTo(Files.readString(directory.resolve("b/secrets/visitor.key")));
    }

    @Test
    void a_rule_that_does_not_compile_points_into_its_line(@TempDir Path directory) throws Exception {
        assertThat(problems(directory, """
                        apiVersion: kefu.io/v1
                        kind: RoutingPolicy
                        metadata: {name: default}
                        spec:
                          rules:
                            - name: vip
                              when: vistor.tags.vip_level > 10
                              to: {group: support}
                            - name: pattern
                              when: message.text.matches("a|(b")
                              to: {group: support}
                            - name: vip
                              when: "1 + "
                              to: {}
                          otherwise: {group: support, bot: shop}
                        ---
                        apiVersion: kefu.io/v1
                        kind: Group
                        metadata: {name: support}
                        """))
                .satisfiesExactly(
                        a -> assertThat(a)
                                .startsWith("a.yaml:7:13  the rule does not compile: undeclared reference to 'vistor'"),
                        b -> assertThat(b)
                                .startsWith("a.yaml:10:34  not a regular expression (RE2): missing closing )"),
                        c -> assertThat(c).startsWith("a.yaml:13:18  the rule does not compile"),
                        d -> assertThat(d)
                                .startsWith("a.yaml:14:11  it leads nowhere — write one of `group`, `agent`, `bot`"),
                        e -> assertThat(e).startsWith("a.yaml:15:14  it leads to several places"),
                        f -> assertThat(f).startsWith("a.yaml:15:36  there is no AutoReply named `shop`"));
    }

    @Test
    void an_engine_that_is_not_built_in_is_refused_with_the_list(@TempDir Path directory) throws Exception {
        assertThat(problems(directory, """
                        apiVersion: kefu.io/v1
                        kind: StoragePolicy
                        metadata: {name: default}
                        spec: {hot: {engine: mongodb}}
                        """))
                .containsExactly(
                        "a.yaml:4:22  `spec.hot.engine`: `mongodb` is not known here — write one of memory, redis"
                                + "  [KEFU-C024]");
    }
}
