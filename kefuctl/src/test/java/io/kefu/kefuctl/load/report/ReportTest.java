package io.kefu.kefuctl.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private static Histogram slow() {
        Histogram histogram = new Histogram(120_000_000, 3);
        LongStream.rangeClosed(1, 1_000).forEach(i -> histogram.recordValue(i * 100_000));
        return histogram;
    }

    @Test
    void no_line_is_wider_than_the_terminal() {
        String text = new Report("relay", "64 pairs")
                .latency("acknowledged after", "ack_ms", slow())
                .plot("messages a second", LongStream.range(0, 5_000).boxed().toList())
                .text();
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Plot.WIDTH));
        assertThat(text).contains("p99 99025", "max 100008 ms");
    }

    @Test
    void figures_are_one_line_of_json() {
        Report report = new Report("relay", "64 pairs")
                .figure("messages_per_second", 12.5)
                .latency("acknowledged after", "ack_ms", slow())
                .verdict("on the wire", false, "1 lost");
        assertThat(report.sound()).isFalse();
        assertThat(report.json()).doesNotContain("\n");
        JsonNode json = JsonMapper.shared().readTree(report.json());
        assertThat(json.path("apiVersion").asString()).isEqualTo("kefu.io/v1");
        assertThat(json.path("kind").asString()).isEqualTo("Bench");
        assertThat(json.path("sound").asBoolean()).isFalse();
        assertThat(json.path("ack_ms").path("p50").asDouble()).isBetween(49_900.0, 50_100.0);
        assertThat(report.number("messages_per_second")).isEqualTo(12.5);
    }

    @Test
    void a_plot_is_as_high_as_its_highest_bar() {
        assertThat(Plot.of(List.of(0L, 50L, 100L)))
                .containsExactly(
                        "        100 ┤  █",
                        "            │  █",
                        "            │  █",
                        "            │ ██",
                        "            │ ██",
                        "            │ ██",
                        "          0 └───");
        assertThat(Plot.of(List.of())).isEmpty();
        assertThat(Plot.of(List.of(0L))).hasSize(7);
    }
}
