package io.kefu.monitoring;

import static io.kefu.monitoring.LabelValue.labels;
import static io.kefu.monitoring.MeterSpec.counter;
import static io.kefu.monitoring.MeterSpec.gauge;
import static io.kefu.monitoring.MeterSpec.histogram;
import static io.kefu.monitoring.MeterSpec.info;

import java.util.List;

/** Every meter of our own, declared once. The reference page is generated from it and a test holds a scrape to it. */
public final class Catalogue {
    private static final Label CHANNEL = Label.open("channel", "name of a Channel", 100);
    private static final Label GROUP = Label.open("group", "name of a Group", 200);
    private static final Label KIND = Label.closed("kind", labels(ClientKind.class));
    private static final Label TIER = Label.closed("tier", labels(TierName.class));
    private static final Label OP = Label.closed("op", labels(TierOp.class));
    private static final Label REASON = Label.open("reason", "name of a limit", 32);
    private static final Label CODE = Label.closed(
            "code",
            List.of(
                    "1000", "1001", "1002", "1003", "1006", "1007", "1009", "1011", "4400", "4401", "4403", "4408",
                    "4409", "4410", "4429", "4503"));

    static final MeterSpec HEARTBEAT_EXPECTED = counter(
            "kefu_heartbeat_expected_total",
            "Pings sent to clients that answer them (WebSocket and gRPC).",
            CHANNEL,
            KIND);
    static final MeterSpec HEARTBEAT_TIMEOUTS = counter(
            "kefu_heartbeat_timeouts_total",
            "Pings after which no byte at all came within one heartbeat interval.",
            CHANNEL,
            KIND);
    static final MeterSpec E2E_LATENCY = histogram(
            "kefu_message_e2e_latency_seconds",
            "seconds",
            "From the sender's frame being complete in the server's buffer to the recipient's frame being handed to"
                    + " the kernel.",
            Buckets.CHAT,
            CHANNEL,
            Label.closed("direction", labels(Direction.class)));
    static final MeterSpec AUTOREPLY_ATTEMPTS = counter(
            "kefu_autoreply_attempts_total",
            "Questions that the bot was asked, by how they ended. A hit that is later taken to a person is counted"
                    + " again as rejected: hit rate = (hit - rejected) / (all - rejected).",
            Label.closed("result", labels(AttemptResult.class)));
    static final MeterSpec AUTOREPLY_FEEDBACK = counter(
            "kefu_autoreply_feedback_total",
            "Thumbs that visitors gave to the bot's answers.",
            Label.closed("helpful", List.of("true", "false")));

    static final MeterSpec CONNECTIONS = gauge(
            "kefu_connections",
            "",
            "Open client connections.",
            Label.closed("transport", labels(Transport.class)),
            KIND);
    static final MeterSpec CONNECTION_CLOSED = counter(
            "kefu_connection_closed_total",
            "Connections closed, by close code; 1006 is a connection that went away without one.",
            CODE);
    static final MeterSpec CONNECTION_LOST = counter(
            "kefu_connection_lost_total",
            "Connections that went away without a close frame, by what TCP said of it.",
            Label.closed("how", List.of("half_close", "reset")));
    static final MeterSpec OUTBOUND_QUEUE_BYTES =
            gauge("kefu_outbound_queue_bytes", "bytes", "Bytes that wait in the outbound queues of all connections.");
    static final MeterSpec SLOW_CONSUMER_CLOSED = counter(
            "kefu_slow_consumer_closed_total",
            "Connections closed because what was sent to them waited for too much or too long.",
            Label.closed("reason", List.of("queue_full", "reads_nothing")));
    static final MeterSpec RATE_LIMITED =
            counter("kefu_rate_limited_total", "Requests and frames refused by a limit.", REASON);
    static final MeterSpec OVERLOADED = gauge(
            "kefu_overloaded",
            "",
            "1 while new visitors are refused because messages take too long to be on disk, else 0. Current conversations"
                    + " go on.");
    static final MeterSpec HANDSHAKES_REFUSED = counter(
            "kefu_handshakes_refused_total",
            "Connections refused before they were one.",
            Label.open("reason", "name of a reason", 16));
    static final MeterSpec FRAMES_DROPPED = counter(
            "kefu_frames_dropped_total",
            "Frames that may be lost (typing, presence) and were, because a connection's outbound queue was filling.");
    static final MeterSpec ERRORS = counter(
            "kefu_errors_total",
            "Frames and requests that were answered with an error of the protocol.",
            Label.closed("entrance", List.of("socket", "rest")),
            Label.open("code", "word of an error code", 16));
    static final MeterSpec BAD_FRAMES = counter("kefu_bad_frames_total", "Frames that could not be decoded.");
    static final MeterSpec UNKNOWN_FIELDS =
            counter("kefu_unknown_fields_total", "Unknown fields in clients' frames; they are ignored.");

    static final MeterSpec MESSAGES = counter(
            "kefu_messages_total",
            "Messages that became durable.",
            CHANNEL,
            Label.closed("author", labels(Author.class)),
            Label.closed("type", labels(MessageKind.class)));
    static final MeterSpec ACK_LATENCY = histogram(
            "kefu_ack_latency_seconds",
            "seconds",
            "From the sender's frame being complete in the server's buffer to its ack being handed to the kernel.",
            Buckets.CHAT);
    static final MeterSpec JOURNAL_COMMIT = histogram(
            "kefu_journal_commit_seconds",
            "seconds",
            "Time of one group commit, the flush to disk included.",
            Buckets.CHAT);
    static final MeterSpec JOURNAL_FAILURES =
            counter("kefu_journal_failures_total", "Batches that the journal refused; their senders were told.");
    static final MeterSpec JOURNAL_BATCH =
            histogram("kefu_journal_batch_records", "records", "Records in one group commit.", Buckets.RECORDS);

    static final MeterSpec CONVERSATIONS = gauge(
            "kefu_conversations",
            "",
            "Conversations that are not closed.",
            Label.closed("state", labels(LiveState.class)));
    static final MeterSpec QUEUE_LENGTH =
            gauge("kefu_queue_length", "", "Conversations that wait for a person.", GROUP);
    static final MeterSpec QUEUE_WAIT = histogram(
            "kefu_queue_wait_seconds",
            "seconds",
            "From joining a group's queue to leaving it, whatever the reason.",
            Buckets.PEOPLE,
            GROUP);
    static final MeterSpec FIRST_RESPONSE = histogram(
            "kefu_first_response_seconds",
            "seconds",
            "From a visitor asking for a person to that person's first message.",
            Buckets.PEOPLE,
            GROUP);
    static final MeterSpec AGENTS = gauge(
            "kefu_agents",
            "",
            "Agents by status; an agent of two groups stands in both.",
            Label.closed("status", labels(AgentStatus.class)),
            GROUP);
    static final MeterSpec ASSIGNMENT = counter(
            "kefu_assignment_total",
            "Routing decisions, by the rule that decided and what came of them.",
            Label.open("rule", "name of a RoutingPolicy's rule", 200),
            Label.closed("result", labels(AssignmentResult.class)));
    static final MeterSpec ROUTING_RULE_ERRORS = counter(
            "kefu_routing_rule_errors_total",
            "Rules that could not be evaluated (a missing tag, a type that does not fit) and so were false.");
    static final MeterSpec SATISFACTION = gauge(
            "kefu_satisfaction",
            "",
            "Visitors' ratings, 1 to 5, as an exponentially weighted moving average (weight of a new one: 0.05).");

    static final MeterSpec TIER_LAG = gauge(
            "kefu_tier_lag_seconds",
            "seconds",
            "For how long the oldest journal record that the tier lacks has waited; of a tier that takes records since"
                    + " the start at most.",
            TIER);
    static final MeterSpec TIER_ERRORS = counter("kefu_tier_errors_total", "Failed calls of a tier.", TIER, OP);
    static final MeterSpec TIER_READ =
            histogram("kefu_tier_read_seconds", "seconds", "Time of one read of a tier.", Buckets.CHAT, TIER, OP);

    static final MeterSpec QUEUE_FILL = gauge(
            "kefu_queue_fill_ratio",
            "ratio",
            "How full a bounded queue, buffer or cache of the server is: 0 empty, 1 full.",
            Label.open("queue", "name of the queue", 100));
    static final MeterSpec QUEUE_REFUSED = counter(
            "kefu_queue_refused_total",
            "Work refused because a bounded queue was full.",
            Label.open("queue", "name of the queue", 100));

    static final MeterSpec CONFIG_RELOAD = gauge(
            "kefu_config_last_reload_successful",
            "",
            "1 when the last configuration that was read is in force, else 0.");
    static final MeterSpec CONFIG_REVISION = info(
            "kefu_config_revision_info",
            "The configuration revision in force.",
            Label.open("revision", "its content hash, one at a time", 1));
    static final MeterSpec BUILD = info(
            "kefu_build_info",
            "The program that runs.",
            Label.open("version", "", 1),
            Label.open("revision", "Git commit", 1),
            Label.open("java", "version of the virtual machine", 1));
    static final MeterSpec SAMPLE_ERRORS =
            counter("kefu_sample_errors_total", "Samples of the dashboard's ring that could not be written.");

    private static final List<MeterSpec> ALL = List.of(
            HEARTBEAT_EXPECTED,
            HEARTBEAT_TIMEOUTS,
            E2E_LATENCY,
            AUTOREPLY_ATTEMPTS,
            AUTOREPLY_FEEDBACK,
            CONNECTIONS,
            CONNECTION_CLOSED,
            CONNECTION_LOST,
            OUTBOUND_QUEUE_BYTES,
            SLOW_CONSUMER_CLOSED,
            RATE_LIMITED,
            OVERLOADED,
            HANDSHAKES_REFUSED,
            FRAMES_DROPPED,
            ERRORS,
            BAD_FRAMES,
            UNKNOWN_FIELDS,
            MESSAGES,
            ACK_LATENCY,
            JOURNAL_COMMIT,
            JOURNAL_FAILURES,
            JOURNAL_BATCH,
            CONVERSATIONS,
            QUEUE_LENGTH,
            QUEUE_WAIT,
            FIRST_RESPONSE,
            AGENTS,
            ASSIGNMENT,
            ROUTING_RULE_ERRORS,
            SATISFACTION,
            TIER_LAG,
            TIER_ERRORS,
            TIER_READ,
            QUEUE_FILL,
            QUEUE_REFUSED,
            CONFIG_RELOAD,
            CONFIG_REVISION,
            BUILD,
            SAMPLE_ERRORS);

    private Catalogue() {}

    /** In the order of the reference page. */
    public static List<MeterSpec> all() {
        return ALL;
    }
}
