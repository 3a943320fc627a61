package io.kefu.bench.flame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class FlameGraphTest {
    private static final String SAMPLE = "io.kefu.bench.Sample";

    @TempDir
    Path directory;

    @Name(SAMPLE)
    @StackTrace
    private static final class Sample extends Event {}

    private static void outer(int times) {
        for (int i = 0; i < times; i++) {
            new Sample().commit();
        }
        inner();
    }

    private static void inner() {
        new Sample().commit();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void the_samples_of_a_recording_become_one_tree() throws Exception {
        Path file = directory.resolve("test.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(SAMPLE).withStackTrace();
            recording.start();
            // A stack of its own: of a deep one the recording keeps the innermost part.
            Thread.ofPlatform().start(() -> outer(3)).join();
            recording.stop();
            recording.dump(file);
        }
        FlameNode root = Stacks.of(file, SAMPLE);
        assertThat(root.weight()).isEqualTo(4);
        String svg = FlameGraph.svg(root, "four", "samples");
        assertThat(svg)
                .contains(FlameGraphTest.class.getName() + ".outer, 100.0 %")
                .contains(FlameGraphTest.class.getName() + ".inner, 25.0 %");
        assertThat(parsed(svg).getDocumentElement().getTagName()).isEqualTo("svg");
    }

    @Test
    void a_method_is_as_wide_as_its_share_and_what_cannot_be_seen_is_left_out() throws Exception {
        FlameNode root = new FlameNode("all");
        IntStream.range(0, 3_000).forEach(i -> root.add(List.of("io.kefu.A.most", "java.util.List.<init>"), 1));
        IntStream.range(0, 999).forEach(i -> root.add(List.of("io.kefu.A.some"), 1));
        root.add(List.of("io.kefu.A.rare"), 1);
        String svg = FlameGraph.svg(root, "shares & more", "");
        parsed(svg);
        assertThat(svg)
                .contains("io.kefu.A.most, 75.0 %", "width=\"899.6\"", "List.&lt;init&gt;", "shares &amp; more")
                .doesNotContain("rare");
    }

    @Test
    void a_picture_of_very_many_stacks_stays_small() throws Exception {
        FlameNode root = new FlameNode("all");
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            List<String> stack = IntStream.range(0, 100)
                    .mapToObj(depth -> "io.kefu.some.long.package.Class" + (number % (depth + 1)) + ".method" + depth)
                    .toList();
            root.add(stack, 1);
        }
        String svg = FlameGraph.svg(root, "many", "");
        parsed(svg);
        assertThat(svg.length()).isLessThan(300_000);
    }

    @Test
    void no_samples_are_a_picture_too() throws Exception {
        String svg = FlameGraph.svg(new FlameNode("all"), "none", "<nothing>");
        parsed(svg);
        assertThat(svg).contains("&lt;nothing&gt;");
    }
}
