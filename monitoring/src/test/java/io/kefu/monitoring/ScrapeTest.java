package io.kefu.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds a scrape to the catalogue, both ways. */
class ScrapeTest {
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);
    private static final Pattern HELP = Pattern.compile("^# HELP (\\S+) (.*)$", Pattern.MULTILINE);

    private final FakeClock clock = new FakeClock();
    private final Meters meters = new Meters(clock);

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void every_declared_meter_is_scraped_with_its_name_type_and_help() {
        touchAll();
        String text = meters.scrape("text/plain").body();
        Map<String, String> types = found(TYPE, text);
        Map<String, String> helps = found(HELP, text);
        for (MeterSpec spec : Catalogue.all()) {
            assertThat(types).as(spec.name()).containsEntry(spec.name(), textType(spec));
            assertThat(helps.get(spec.name())).isEqualTo(spec.help());
        }
    }

    @Test
    void nothing_is_scraped_that_is_not_declared() {
        touchAll();
        Set<String> scraped =
                new TreeSet<>(found(TYPE, meters.scrape("text/plain").body()).keySet());
        Set<String> declared = declared();
        assertThat(declared).containsAll(scraped);
        RuntimeCatalogue.ALL.stream()
                .filter(RuntimeCatalogue.Family::always)
                .forEach(family -> assertThat(scraped).contains(family.name()));
    }

    @Test
    void every_label_and_bucket_is_as_declared() {
        touchAll();
        String text = meters.scrape("text/plain").body();
        for (MeterSpec spec : Catalogue.all()) {
            String series = spec.type() == MeterSpec.Type.HISTOGRAM ? spec.name() + "_count" : spec.name();
            assertThat(labelsOf(series, text))
                    .as(spec.name())
                    .containsExactlyInAnyOrderElementsOf(
                            spec.labels().stream().map(Label::name).toList());
            if (!spec.buckets().isEmpty()) {
                assertThat(boundsOf(spec.name(), text)).as(spec.name()).isEqualTo(spec.buckets());
            }
        }
    }

    @Test
    void a_scraper_gets_open_metrics_unless_it_only_takes_text() {
        assertThat(meters.scrape(null).body()).endsWith("# EOF\n");
        assertThat(meters.scrape("*/*").contentType()).startsWith("application/openmetrics-text");
        assertThat(meters.scrape("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.3")
                        .contentType())
                .startsWith("application/openmetrics-text");
        assertThat(meters.scrape("text/plain").contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(meters.scrape("text/plain").body()).doesNotContain("# EOF");
    }

    @Test
    void what_a_visitor_names_cannot_make_series_grow() {
        for (int i = 0; i < 1_000; i++) {
            meters.gateway().rateLimited("limit-" + i);
            meters.groups().queueLength("group-" + i, 1);
        }
        meters.gateway().connectionClosed(4999);
        String text = meters.scrape("text/plain").body();
        assertThat(text.lines().filter(line -> line.startsWith("kefu_rate_limited_total{")))
                .hasSize(33)
                .contains("kefu_rate_limited_total{reason=\"other\"} 968.0");
        assertThat(text.lines().filter(line -> line.startsWith("kefu_queue_length{")))
                .hasSize(201);
        assertThat(text).contains("kefu_connection_closed_total{code=\"other\"} 1.0");
    }

    @Test
    void a_group_that_is_gone_is_not_scraped() {
        meters.groups().queueLength("vip", 3);
        meters.groups().agents(AgentStatus.ONLINE, "vip", 2);
        meters.groups().groupRemoved("vip");
        assertThat(meters.scrape("text/plain").body()).doesNotContain("vip");
        assertThat(meters.live().queue()).isEmpty();
    }

    @Test
    void only_the_revision_in_force_is_scraped() {
        meters.config().reloaded("aaaa");
        meters.config().reloaded("bbbb");
        meters.config().reloadFailed();
        String text = meters.scrape("text/plain").body();
        assertThat(text)
                .contains("kefu_config_revision_info{revision=\"bbbb\"} 1")
                .contains("kefu_config_last_reload_successful 0.0")
                .doesNotContain("aaaa");
    }

    private void touchAll() {
        ChannelMeters web = meters.channel("web");
        web.heartbeatExpected(ClientKind.VISITOR);
        web.heartbeatTimeout(ClientKind.VISITOR);
        web.message(Author.VISITOR, MessageKind.TEXT);
        web.delivered(Direction.VISITOR_TO_AGENT, 3_000_000);
        meters.journal().commit(2_000_000, 17);
        meters.journal().ack(4_000_000);
        meters.groups().queueLength("support", 2);
        meters.groups().queueWait("support", Duration.ofSeconds(12));
        meters.groups().firstResponse("support", Duration.ofSeconds(40));
        meters.groups().agents(AgentStatus.ONLINE, "support", 1);
        meters.groups().assignment("vip", AssignmentResult.ASSIGNED);
        meters.groups().rating(5);
        meters.tiers().lag(TierName.WARM, () -> 1_500);
        meters.gateway().rateLimited("frames");
        meters.gateway().handshakeRefused("origin");
        meters.gateway().refused("socket", "bad_request");
        meters.queues().declare("intake", () -> 5, 10).refused();
        meters.config().reloaded("c0ffee");
        meters.config().build("0.1.0", "abc123");
        meters.registration().counter(Catalogue.SAMPLE_ERRORS);
    }

    private static String textType(MeterSpec spec) {
        return switch (spec.type()) {
            case COUNTER -> "counter";
            case HISTOGRAM -> "histogram";
            case GAUGE, INFO -> "gauge";
        };
    }

    private static Set<String> declared() {
        Stream<String> own = Catalogue.all().stream()
                .flatMap(spec -> spec.type() == MeterSpec.Type.HISTOGRAM
                        ? Stream.of(spec.name(), spec.name() + "_max")
                        : Stream.of(spec.name()));
        Stream<String> runtime =
                RuntimeCatalogue.ALL.stream().flatMap(family -> Stream.of(family.name(), family.name() + "_max"));
        return Stream.concat(own, runtime).collect(Collectors.toSet());
    }

    private static Map<String, String> found(Pattern pattern, String text) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.put(matcher.group(1), matcher.group(2));
        }
        return found;
    }

    private static Set<String> labelsOf(String series, String text) {
        Set<String> names = new TreeSet<>();
        Matcher labels = Pattern.compile("(\\w+)=\"").matcher("");
        text.lines().filter(line -> line.startsWith(series + "{")).forEach(line -> {
            labels.reset(line);
            while (labels.find()) {
                names.add(labels.group(1));
            }
        });
        return names;
    }

    private static List<Double> boundsOf(String name, String text) {
        Pattern bound = Pattern.compile("^" + name + "_bucket\\{.*le=\"([0-9.]+)\"} ", Pattern.MULTILINE);
        return bound.matcher(text)
                .results()
                .map(match -> Double.valueOf(match.group(1)))
                .distinct()
                .toList();
    }
}
