package io.kefu.kefuctl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.testing.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {

    @TempDir
    Path scratch;

    private Run bench(String line) {
        Stream<String> options = Stream.of("--scratch", scratch.toString(), "--json");
        return Run.of(Stream.concat(Stream.of(("bench " + line).split(" ", -1)), options)
                .toArray(String[]::new));
    }

    private JsonNode figures(String line) throws Exception {
        Run run = bench(line);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out().lines().filter(each -> !each.startsWith("{")))
                .allSatisfy(each -> assertThat(each.length()).isLessThanOrEqualTo(80));
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).as("what the server of its own left behind").isEmpty();
        }
        return JsonMapper.shared().readTree(run.out().lines().toList().getLast());
    }

    @Test
    void what_a_relay_was_acknowledged_is_in_the_journal_once_and_in_order() throws Exception {
        JsonNode figures = figures("relay --pairs 3 --in-flight 4 --warm-up 0 --seconds 1 --form proto");
        assertThat(figures.path("messages").asLong()).isPositive();
        assertThat(figures.path("checked").asLong())
                .isGreaterThanOrEqualTo(figures.path("sent").asLong());
        for (String fault : new String[] {"lost", "doubled", "reordered", "refused", "unanswered"}) {
            assertThat(figures.path(fault).asLong(-1)).as(fault).isZero();
        }
    }

    @Test
    void a_relay_may_warm_up_at_a_rate_and_be_measured_as_fast_as_it_goes() throws Exception {
        JsonNode figures =
                figures("relay --pairs 2 --in-flight 4 --warm-up 2 --warm-up-rate 10 --seconds 1 --check 100000");
        assertThat(figures.path("warm_up_rate").asDouble()).isEqualTo(10);
        assertThat(figures.path("rate").asDouble(-1)).isZero();
        assertThat(figures.path("sent").asLong() - figures.path("messages").asLong())
                .as("of the warm-up, and on the way at the end")
                .isBetween(10L, 40L);
        assertThat(figures.has("backlog_records_before")).isTrue();
    }

    @Test
    void a_storm_over_two_processes_ends_with_everyone_welcomed_again() throws Exception {
        JsonNode figures = figures("storm --clients 20 --processes 2");
        assertThat(figures.path("welcomed").asLong()).isEqualTo(20);
        assertThat(figures.path("welcome_ms").path("count").asLong()).isEqualTo(20);
    }

    @Test
    void a_handover_under_load_refuses_nobody_and_loses_doubles_and_reorders_nothing() throws Exception {
        JsonNode figures = figures("restart --clients 20 --rate 100 --seconds 2");
        assertThat(figures.path("acknowledged").asLong())
                .isPositive()
                .isEqualTo(figures.path("sent").asLong());
        assertThat(figures.path("away_ms").path("count").asLong()).isGreaterThanOrEqualTo(20);
        for (String fault : new String[] {"lost", "doubled", "reordered", "refused", "resets"}) {
            assertThat(figures.path(fault).asLong(-1)).as(fault).isZero();
        }
    }

    @Test
    void peers_that_mean_no_good_are_bounded_and_the_others_messages_go_on() throws Exception {
        JsonNode figures = figures("hostile --peers 3 --seconds 2 --kinds one-byte-fragments,deflate-bomb");
        assertThat(figures.path("deflate_bomb").path("sent_away").asInt()).isEqualTo(3);
        for (String kind : new String[] {"one_byte_fragments", "deflate_bomb"}) {
            JsonNode found = figures.path(kind);
            assertThat(found.path("delivered").asLong()).as(kind).isPositive();
            assertThat(found.path("most_bytes").asLong()).as(kind).isPositive();
        }
    }

    @Test
    void lists_histories_and_pictures_are_all_answered_and_told_kind_by_kind() throws Exception {
        JsonNode figures = figures("rest --conversations 4 --agents 2 --clients 4 --warm-up 0 --seconds 1"
                + " --mix list=1,history=1,upload=1,download=1");
        for (String part : new String[] {"list", "history", "mix"}) {
            assertThat(figures.path(part).path("requests_per_second").asDouble(-1))
                    .as(part)
                    .isNotNegative();
        }
        for (String kind : new String[] {"list", "history", "upload", "download"}) {
            JsonNode found = figures.path("mix").path(kind);
            assertThat(found.path("failed").asLong(-1)).as(kind).isZero();
            assertThat(found.path("ms").path("count").asLong()).as(kind).isPositive();
        }
        assertThat(figures.path("mix").path("download").path("bytes_each").asLong())
                .isGreaterThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--processes 2", "--parts sum", "--mix list=0", "--mix chat=1", "--agents 5 --conversations 4"})
    void a_load_of_reads_that_is_none_is_refused(String options) {
        Run run = bench("rest " + options);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("kefuctl: error: ", "try: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--url http://192.0.2.1:8080",
                "--url ftp://127.0.0.1",
                "--pairs 0",
                "--url http://127.0.0.1:1 --data x"
            })
    void a_load_on_another_machine_or_of_no_size_is_refused(String options) {
        Run run = bench("relay " + options);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("kefuctl: error: ", "try: ");
    }
}
