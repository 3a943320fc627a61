package io.kefu.server.testing;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.Message;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.delivery.DeliveryMeters;
import io.kefu.server.delivery.PresenceBoard;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.server.flow.Command;
import io.kefu.server.flow.Flow;
import io.kefu.server.flow.FlowMeters;
import io.kefu.server.flow.TestPolicies;
import io.kefu.server.gateway.Connection;
import io.kefu.server.gateway.Replays;
import io.kefu.server.gateway.SessionServices;
import io.kefu.server.gateway.Sessions;
import io.kefu.server.intake.AgentPresence;
import io.kefu.server.intake.Attachments;
import io.kefu.server.intake.ChannelGate;
import io.kefu.server.intake.FrameRate;
import io.kefu.server.intake.Intake;
import io.kefu.server.intake.Newcomers;
import io.kefu.server.intake.People;
import io.kefu.server.intake.SendLimits;
import io.kefu.server.intake.SharedLimits;
import io.kefu.server.routing.LedgerEvent;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Grant;
import io.kefu.storage.accounts.Principal;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.VisitorPrincipal;
import io.kefu.storage.journal.SqliteJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rooms between a session and the journal, as they are, with what lies behind them in the test's hand. Flow and
 * delivery stand still until they are started. The token of a session is {@code visitor:ID}, {@code agent:ID} or, for a key
 * without a scope, {@code key:ID}.
 */
public final class Rooms implements AutoCloseable, Roster, ChannelGate, People, Attachments, Replays, DeliveryMeters {

    /** Conversations that are only on a disk. */
    public final Map<String, ConversationSnapshot> archived = new ConcurrentHashMap<>();

    /** The name of each thread that asked the archive. */
    public final List<String> archiveReaders = new CopyOnWriteArrayList<>();

    public final Map<String, List<Message>> messages = new ConcurrentHashMap<>();
    public final Map<String, Known> people = new ConcurrentHashMap<>();
    public final Map<String, Member> team = new HashMap<>();
    /** Messages that were handed over to the other side. */
    public final List<Message> handedOver = new CopyOnWriteArrayList<>();

    public final List<String> shared = new CopyOnWriteArrayList<>();

    /** Runs before messages are read for a replay. */
    public volatile Runnable beforeReplay = () -> {};

    /** Tasks that sessions gave to the workers. */
    public final AtomicInteger jobs = new AtomicInteger();

    /** The time for sessions. */
    public volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");

    /** What one connection may send. */
    public volatile FrameRate frames = new FrameRate(10_000, 10_000);

    /** Whether whoever is new is refused. */
    public volatile boolean overloaded;

    /** The limits that frames were refused by. */
    public final List<String> limits = new CopyOnWriteArrayList<>();

    public volatile Duration lifetime = Duration.ofHours(12);
    public final Views views = new Views(this::archive);
    public final Delivery delivery;
    public final Flow flow;
    public final Intake intake;
    public final PresenceBoard board = new PresenceBoard(this);
    public final AgentPresence presence;
    public final Sessions sessions = new Sessions();
    private final SqliteJournal journal;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService teller = Executors.newSingleThreadExecutor();
    private final Visibility visibility = new Visibility(this);
    private boolean flowing;

    public Rooms(Path folder) {
        journal = SqliteJournal.open(folder);
        delivery = new Delivery(views, this, effect -> {}, this);
        flow = new Flow(journal, new TestPolicies(), Clock.systemUTC(), delivery, FlowMeters.NONE);
        SendLimits limits =
                new SendLimits(new SendLimits.Rate(1000, 1000), new SendLimits.Rate(1000, 1000), System::nanoTime);
        SharedLimits shared =
                new SharedLimits(new SendLimits.Rate(1000, 1000), _ -> Optional.empty(), System::nanoTime);
        intake = new Intake(
                flow, delivery, views, visibility, this, this, this, this, limits, shared, Newcomers.WELCOME);
        presence = new AgentPresence(flow, board, this, views, teller);
    }

    /** Starts the flow and delivery. */
    public Rooms flowing() {
        flow.recover();
        flow.start();
        flowing = true;
        delivery.start();
        board.start();
        return this;
    }

    /** Fills the flow's door, while it stands still. */
    public void fillFlow() {
        Command tick = new Command.ToGroup("support", new LedgerEvent.Tick());
        boolean taken = true;
        while (taken) {
            taken = flow.submit(tick);
        }
    }

    /** Declares an agent without a group, so that no ledger hears of it. */
    public void agent(String id) {
        team.put(id, new Member(id, id, true, Map.of()));
    }

    /** What sessions work with. */
    public SessionServices services() {
        return new SessionServices(
                this::grant,
                (page, grant) -> true,
                this,
                intake,
                delivery,
                views,
                visibility,
                this,
                board,
                presence,
                sessions,
                () -> frames,
                new SendLimits(new SendLimits.Rate(1000, 1000), new SendLimits.Rate(1000, 1000), System::nanoTime),
                new Newcomers(() -> overloaded, _ -> {}),
                new SessionServices.SessionMeters() {
                    @Override
                    public void refused(ErrorCode code) {}

                    @Override
                    public void limited(String limit) {
                        limits.add(limit);
                    }

                    @Override
                    public void acknowledged(long nanos) {}

                    @Override
                    public void opened(Audience audience, Connection connection) {}

                    @Override
                    public void ended(Audience audience, Connection connection) {}
                },
                Duration.ofSeconds(25),
                (InstantSource) () -> now,
                this::work);
    }

    private void work(Runnable job) {
        jobs.incrementAndGet();
        workers.execute(job);
    }

    private Optional<Grant> grant(String token) {
        String id = token.substring(token.indexOf(':') + 1);
        Principal principal = switch (token.substring(0, token.indexOf(':'))) {
            case "visitor" -> new VisitorPrincipal(id, "web");
            case "agent" -> new AgentPrincipal(id, id, Role.AGENT);
            default -> new ApiKeyPrincipal(id, id, Set.of());
        };
        return Optional.of(new Grant("t-" + id, principal, now.plus(lifetime)));
    }

    private Optional<ConversationSnapshot> archive(String id) {
        archiveReaders.add(Thread.currentThread().getName());
        return Optional.ofNullable(archived.get(id));
    }

    @Override
    public List<Message> after(ConversationSnapshot conversation, long seq, int limit, Audience reader) {
        beforeReplay.run();
        return messages.getOrDefault(conversation.getConversationId(), List.of()).stream()
                .filter(message -> message.getSeq() > seq)
                .limit(limit)
                .toList();
    }

    @Override
    public List<ConversationSnapshot> ofVisitor(String visitorId, int limit) {
        return new ArrayList<>(archived.values())
                .stream()
                        .filter(conversation ->
                                conversation.getVisitor().getId().equals(visitorId))
                        .limit(limit)
                        .toList();
    }

    @Override
    public Optional<Member> member(String agentId) {
        return Optional.ofNullable(team.get(agentId));
    }

    @Override
    public Collection<Member> members() {
        return team.values();
    }

    @Override
    public boolean blocked(String channel, Visitor visitor) {
        return false;
    }

    @Override
    public String masked(String channel, String text) {
        return text;
    }

    @Override
    public Optional<Known> visitor(String visitorId) {
        return Optional.ofNullable(people.get(visitorId));
    }

    @Override
    public Optional<String> latestConversation(String visitorId) {
        return Optional.empty();
    }

    @Override
    public Optional<File> file(String fileId, Audience owner) {
        return Optional.of(File.newBuilder()
                .setFileId(fileId)
                .setThumbnailFileId("small-" + fileId)
                .build());
    }

    @Override
    public void share(File file, String conversationId, Audience owner) {
        shared.add(file.getFileId() + " by " + Thread.currentThread().getName());
    }

    @Override
    public void shareSoon(File file, String conversationId, Audience owner, Runnable done) {
        workers.execute(() -> {
            share(file, conversationId, owner);
            done.run();
        });
    }

    @Override
    public void message(Message message) {}

    @Override
    public void delivered(Message message, long receivedNanos, long writtenNanos) {
        handedOver.add(message);
    }

    @Override
    public void changed(ConversationSnapshot before, ConversationSnapshot after) {}

    @Override
    public void ledgerChanged(String group) {}

    @Override
    public void close() {
        workers.shutdownNow();
        teller.shutdownNow();
        if (flowing) {
            flow.close();
            delivery.close();
            board.close();
        }
        journal.close();
    }
}
