package io.kefu.server.admin;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.monitoring.Meters;
import io.kefu.monitoring.SampleRing;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Send;
import io.kefu.server.admin.http.ApiEvents;
import io.kefu.server.admin.http.Route;
import io.kefu.server.audit.Audit;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.conversation.Surroundings;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.delivery.DeliveryMeters;
import io.kefu.server.delivery.Frames;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.server.flow.Committed;
import io.kefu.server.flow.Flow;
import io.kefu.server.flow.FlowMeters;
import io.kefu.server.flow.Policies;
import io.kefu.server.intake.Attachments;
import io.kefu.server.intake.ChannelGate;
import io.kefu.server.intake.Intake;
import io.kefu.server.intake.Newcomers;
import io.kefu.server.intake.People;
import io.kefu.server.intake.SendLimits;
import io.kefu.server.intake.Sender;
import io.kefu.server.intake.SharedLimits;
import io.kefu.server.routing.GroupSettings;
import io.kefu.server.routing.LedgerEvent.QueueRules;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.warm.WarmTier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The road of messages under the REST API: a real flow on a real journal, and a real warm tier that has each batch before
 * anyone hears of it. Every conversation goes to group {@code support}; nobody is there, so it is queued.
 */
final class Desk implements AutoCloseable {
    private final SqliteJournal journal;
    private final WarmTier warm;
    private final Meters meters = new Meters(Clock.systemUTC());
    private final SampleRing samples;
    private final Views views;
    private final Visibility visibility;
    private final Delivery delivery;
    private final Flow flow;
    private final Roster roster;
    final Intake intake;
    private long cursor;

    Desk(Path folder, Accounts accounts, Map<String, Agents.Agent> agents) throws IOException {
        journal = SqliteJournal.open(folder.resolve("journal"));
        warm = WarmTier.open("warm", folder.resolve("warm.db"), Duration.ofSeconds(5));
        samples = new SampleRing(folder.resolve("samples"), Clock.systemUTC());
        roster = new Team(agents);
        views = new Views(_ -> Optional.empty());
        visibility = new Visibility(roster);
        delivery = new Delivery(views, roster, _ -> {}, new Unmeasured());
        flow = new Flow(journal, new OneGroup(), Clock.systemUTC(), this::committed, FlowMeters.NONE);
        var rate = new SendLimits.Rate(1000, 1000);
        intake = new Intake(
                flow,
                delivery,
                views,
                visibility,
                roster,
                new Known(accounts),
                new NoFiles(),
                new EverythingPasses(),
                new SendLimits(rate, rate, System::nanoTime),
                new SharedLimits(rate, _ -> Optional.empty(), System::nanoTime),
                Newcomers.WELCOME);
        flow.recover();
        flow.start();
        delivery.start();
    }

    Inspection inspection(Attendance attendance, List<Map<String, Object>> channels) {
        return new Inspection(views, visibility, roster, archive(), attendance, () -> channels);
    }

    List<Route> routes(Agents agents, Groups groups, Accounts accounts, ApiEvents events, Audit audit) {
        return new ConversationApi(new ConversationApi.Parts(
                        intake,
                        views,
                        visibility,
                        roster,
                        archive(),
                        agents,
                        groups,
                        accounts.visitors(),
                        meters::live,
                        samples,
                        () -> Map.of("tiers", List.of(), "ageing", List.of(), "disagreeing", List.of()),
                        events,
                        audit))
                .routes();
    }

    /** A visitor writes; answers the conversation's id. */
    String says(String visitorId, String text) {
        var answer = new CompletableFuture<Outcome>();
        Send send = Send.newBuilder()
                .setClientMsgId("m" + System.nanoTime())
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text)
                .build();
        intake.send(new Audience.VisitorAudience(visitorId), send, Sender.NOBODY, 0, answer::complete);
        Outcome outcome = answer.orTimeout(10, TimeUnit.SECONDS).join();
        return ((Outcome.Accepted) outcome).conversationId();
    }

    private void committed(Committed batch) {
        List<TierEntry> entries = new ArrayList<>();
        for (Committed.Item item : batch.items()) {
            if (item instanceof Committed.MessageItem message) {
                entries.add(stored(message.message(), batch.summaries().get(item.conversationId())));
            }
        }
        batch.summaries().values().forEach(conversation -> entries.add(row(conversation)));
        warm.append(entries, ++cursor);
        delivery.committed(batch);
    }

    private static StoredMessage stored(Message message, ConversationSnapshot conversation) {
        return new StoredMessage(
                message.getConversationId(),
                message.getEpoch(),
                message.getSeq(),
                message.getChannelId(),
                conversation.getVisitor().getId(),
                message.getAuthor().getKind() == PartyKind.PARTY_KIND_VISITOR ? "visitor" : "agent",
                message.getAuthor().getId(),
                message.getSentAt().getSeconds() * 1000,
                message.getPrivate(),
                message.getText(),
                message.toByteArray(),
                null);
    }

    private static ConversationRow row(ConversationSnapshot now) {
        return new ConversationRow(
                now.getConversationId(),
                now.getEpoch(),
                now.getChannel(),
                now.getVisitor().getId(),
                now.getVisitor().getName(),
                now.getState().name().substring("CONVERSATION_STATE_".length()).toLowerCase(Locale.ROOT),
                now.getGroup(),
                now.getAgent().getId(),
                now.getLastSeq(),
                now.getCreatedMs(),
                now.getUpdatedMs(),
                now.getClosedMs(),
                now.toByteArray());
    }

    private Archive archive() {
        return new Archive() {
            @Override
            public Page messages(ConversationSnapshot conversation, Range range, Audience reader) {
                List<Message> messages = warm.read(conversation.getConversationId(), range).messages().stream()
                        .map(stored -> shown(stored, reader))
                        .toList();
                return new Page(messages, List.of("warm"), false, List.of());
            }

            @Override
            public Found search(SearchQuery query) {
                return new Found(warm.search(query), false);
            }

            @Override
            public ConversationIndex conversations() {
                return warm.conversations();
            }
        };
    }

    private static Message shown(StoredMessage stored, Audience reader) {
        try {
            Message message = Message.parseFrom(stored.body());
            return message.getPrivate() && reader instanceof Audience.VisitorAudience
                    ? Frames.hidden(message)
                    : message;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        flow.close();
        delivery.close();
        journal.close();
        warm.close();
        try {
            samples.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        meters.close();
    }

    private record Team(Map<String, Agents.Agent> agents) implements Roster {
        @Override
        public Optional<Member> member(String agentId) {
            return Optional.ofNullable(agents.get(agentId)).map(Team::member);
        }

        @Override
        public Collection<Member> members() {
            return agents.values().stream().map(Team::member).toList();
        }

        private static Member member(Agents.Agent agent) {
            Map<String, Integer> capacity =
                    agent.groups().stream().collect(Collectors.toMap(Function.identity(), _ -> 8));
            return new Member(agent.id(), agent.name(), agent.role().covers(Role.SUPERVISOR), capacity);
        }
    }

    private record Known(Accounts accounts) implements People {
        @Override
        public Optional<People.Known> visitor(String visitorId) {
            return accounts.visitors()
                    .byId(visitorId)
                    .map(v -> new People.Known(
                            Visitor.newBuilder()
                                    .setId(v.id())
                                    .setName(v.name())
                                    .setExternalId(v.externalId().orElse(""))
                                    .build(),
                            v.channel()));
        }

        @Override
        public Optional<String> latestConversation(String visitorId) {
            return Optional.empty();
        }
    }

    private static final class NoFiles implements Attachments {
        @Override
        public Optional<File> file(String fileId, Audience owner) {
            return Optional.empty();
        }

        @Override
        public void share(File file, String conversationId, Audience owner) {}

        @Override
        public void shareSoon(File file, String conversationId, Audience owner, Runnable done) {
            done.run();
        }
    }

    private static final class EverythingPasses implements ChannelGate {
        @Override
        public boolean blocked(String channel, Visitor visitor) {
            return false;
        }

        @Override
        public String masked(String channel, String text) {
            return text;
        }
    }

    private static final class Unmeasured implements DeliveryMeters {
        @Override
        public void message(Message message) {}

        @Override
        public void delivered(Message message, long receivedNanos, long writtenNanos) {}

        @Override
        public void changed(ConversationSnapshot before, ConversationSnapshot now) {}

        @Override
        public void ledgerChanged(String group) {}
    }

    private static final class OneGroup implements Policies {
        @Override
        public Surroundings.ChannelRules channel(String channel) {
            return new Surroundings.ChannelRules(120_000, 120_000);
        }

        @Override
        public Surroundings.GroupRules groupRules(String group, long nowMillis) {
            return new Surroundings.GroupRules(0, 0, 0, "", true, "");
        }

        @Override
        public GroupSettings groupSettings(String group, long nowMillis) {
            return new GroupSettings(
                    group, GroupSettings.Strategy.LEAST_LOADED, Map.of("amy", 8, "sue", 4), 60_000, true, 0);
        }

        @Override
        public Surroundings.Route route(ConversationState state, String text, boolean botAllowed, long nowMillis) {
            return new Surroundings.Route(
                    Surroundings.Target.GROUP, "support", "", "", 0, "otherwise", List.of(), false);
        }

        @Override
        public QueueRules queue(String channel) {
            return new QueueRules(200, 0, false, true);
        }

        @Override
        public String agentName(String agentId) {
            return agentId;
        }

        @Override
        public Collection<String> groups() {
            return List.of("support", "vip");
        }
    }
}
