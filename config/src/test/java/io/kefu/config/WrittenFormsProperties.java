package io.kefu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.snakeyaml.engine.v2.nodes.Node;

class WrittenFormsProperties {

    @Property(tries = 200)
    void a_duration_reads_back_as_written(@ForAll @LongRange(min = 0, max = 100_000_000_000L) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }

    @Property(tries = 200)
    void a_size_reads_back_as_written(@ForAll @LongRange(min = 0, max = 1L << 49) long bytes) {
        assertThat(ByteSize.parse(new ByteSize(bytes).toString())).isEqualTo(new ByteSize(bytes));
    }

    @Property(tries = 200)
    void one_slip_of_the_finger_is_found_out(@ForAll @AlphaChars @StringLength(min = 6, max = 12) String name) {
        String swapped = name.charAt(1) + "" + name.charAt(0) + name.substring(2);
        assertThat(Nearest.to(swapped, List.of(name, "unrelated-things"))).isEqualTo(Optional.of(name));
    }

    /** Whatever the bytes, the reader ends with nodes or problems: it neither throws nor hangs. */
    @Property(tries = 500)
    void any_text_is_read_or_refused(@ForAll @StringLength(max = 200) String text) {
        SourceFile file = new SourceFile(Path.of("any.yaml"), text);
        List<Problem> problems = new ArrayList<>();
        for (Node node : YamlText.compose(file, problems::add)) {
            new DocumentReader(new Registry(Shop.KINDS), new Expansion(Map.<String, String>of()::get), problems::add)
                    .read(file, node, new Draft(problems::add));
        }
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.position().line()).isPositive());
    }

    @Example
    void what_is_no_duration_or_size_is_refused() {
        for (String wrong : List.of("", "30", "s", "-1s", "1.5h", "30S", "1s1h", "99999999999s")) {
            assertThatThrownBy(() -> Durations.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String wrong : List.of("", "1", "1KB", "-1KiB", "1.5MiB", "999999999999999TiB")) {
            assertThatThrownBy(() -> ByteSize.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
