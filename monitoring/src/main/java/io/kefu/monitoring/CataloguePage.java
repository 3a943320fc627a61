package io.kefu.monitoring;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes {@code docs/reference/metrics.md} from the catalogue. */
public final class CataloguePage {
    private static final String HEAD = """
            # Metrics

            <!-- Generated from the catalogue of meters in `monitoring/`; a test fails when this page is stale. -->

            `GET /metrics` on the admin listener answers them as OpenMetrics 1.0 text, or as Prometheus text 0.0.4 to a
            client that accepts only `text/plain`. Units are base units. No label ever holds an id: a label's values are
            the ones listed, or names from the configuration up to the number given; whatever comes beyond that is shown
            as `other`. A counter with only listed labels is there, at 0, from the start. A histogram has the classic
            series `_bucket{le}`, `_count` and `_sum`, and a gauge `_max`: the largest value of the last minutes.

            ## The three figures

            | figure | over a time range of 5 minutes |
            | --- | --- |
            | heartbeat timeout rate | `sum(increase(kefu_heartbeat_timeouts_total[5m])) / sum(increase(kefu_heartbeat_expected_total[5m]))` |
            | end-to-end latency, p95 | `histogram_quantile(0.95, sum by (le, direction) (rate(kefu_message_e2e_latency_seconds_bucket[5m])))` |
            | auto-reply hit rate | `(sum(increase(kefu_autoreply_attempts_total{result="hit"}[5m])) - sum(increase(kefu_autoreply_attempts_total{result="rejected"}[5m]))) / sum(increase(kefu_autoreply_attempts_total{result!="rejected"}[5m]))` |

            A counter cannot go back, so a question that the bot answered and that was then taken to a person (or got a thumb
            down) is counted twice: as `hit` when it was answered, as `rejected` when it was taken further. The figures of the
            console and of `kefuctl status` move such a question from `hit` to `rejected` in the slot of time in which it was
            asked, so that they are exact over their window; their percentiles come from HdrHistogram windows.

            """;

    private CataloguePage() {}

    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("## Meters of Kefu\n");
        Catalogue.all().forEach(spec -> page.append(section(spec)));
        page.append("\n## Virtual machine and process\n\n| name | meaning |\n| --- | --- |\n");
        RuntimeCatalogue.ALL.forEach(family -> page.append("| `%s` | %s%s |%n"
                .formatted(
                        family.name(), family.meaning(), family.always() ? "" : " Not on every system or at once.")));
        return page.toString();
    }

    private static String section(MeterSpec spec) {
        StringBuilder text = new StringBuilder("\n### `%s`\n\n".formatted(spec.name()));
        text.append(spec.type().name().toLowerCase(Locale.ROOT));
        if (!spec.unit().isEmpty()) {
            text.append(" · ").append(spec.unit());
        }
        text.append("\n\n").append(spec.help()).append('\n');
        if (!spec.labels().isEmpty()) {
            text.append("\n| label | values |\n| --- | --- |\n");
            spec.labels().forEach(label -> text.append("| `%s` | %s |\n".formatted(label.name(), values(label))));
        }
        if (!spec.buckets().isEmpty()) {
            text.append("\nBuckets: ").append(buckets(spec.buckets())).append(", +Inf.\n");
        }
        return text.toString();
    }

    private static String values(Label label) {
        if (label.isClosed()) {
            return label.values().stream().map(value -> "`" + value + "`").collect(Collectors.joining(" "));
        }
        String meaning = label.meaning().isEmpty() ? label.name() : label.meaning();
        return label.max() == 1 ? meaning : meaning + ", at most " + label.max();
    }

    private static String buckets(List<Double> bounds) {
        return bounds.stream()
                .map(bound -> bound == Math.rint(bound) ? Long.toString(Math.round(bound)) : Double.toString(bound))
                .collect(Collectors.joining(", "));
    }
}
