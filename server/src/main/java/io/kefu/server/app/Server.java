package io.kefu.server.app;

import io.helidon.webserver.WebServer;
import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.monitoring.Meters;
import io.kefu.monitoring.SampleRing;
import io.kefu.monitoring.Sampler;
import io.kefu.monitoring.TierName;
import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.server.admin.AdminListener;
import io.kefu.server.admin.AdminToken;
import io.kefu.server.admin.Authentication;
import io.kefu.server.admin.ConversationApi;
import io.kefu.server.admin.PublicApi;
import io.kefu.server.admin.SignedLinks;
import io.kefu.server.admin.StaticFiles;
import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.admin.http.CrossOrigin;
import io.kefu.server.admin.http.RateLimit;
import io.kefu.server.admin.http.RateLimits;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Transcript;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.server.flow.Flow;
import io.kefu.server.flow.Projection;
import io.kefu.server.gateway.AddressGate;
import io.kefu.server.gateway.Gateway;
import io.kefu.server.gateway.GatewayLimits;
import io.kefu.server.gateway.SessionServices;
import io.kefu.server.gateway.Sessions;
import io.kefu.server.intake.AgentPresence;
import io.kefu.server.intake.Intake;
import io.kefu.server.intake.SendLimits;
import io.kefu.server.reply.AutoReplies;
import io.kefu.server.reply.ReplyDesk;
import io.kefu.storage.Storage;
import io.kefu.storage.StoragePolicyConfig;
import io.kefu.storage.StorageSettings;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.AccountsException;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.TokenLifetimes;
import io.kefu.storage.fault.DirectoryInUseException;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.files.FileLimits;
import io.kefu.storage.files.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kefu, running: builds every room in order and stops them in reverse. */
public final class Server implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final SendLimits.Rate SIGNALS = new SendLimits.Rate(50, 200);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Clock clock = Clock.systemUTC();
    private final ServerConfig config;
    private final InForce inForce;
    private final Gateway gateway;
    private final Flow flow;
    private final AutoReplies bots = new AutoReplies();
    private final Sessions sessions = new Sessions();
    private final SendLimits limits;
    private final Meters meters;
    private final Accounts accounts;
    private final AgentPresence presence;
    private final RunFile runFile;
    private final Addresses addresses;
    private final Optional<String> oneTimePassword;
    private volatile boolean draining;

    private Server(ServerOptions options, Documents documents) throws StartFailure, IOException {
        boolean started = false;
        try {
            config = documents.single(ServerConfig.class);
            Path data = DataDirectory.prepare(options.data().orElse(Path.of(config.dataDir())));
            meters = opened(new Meters(clock));
            inForce =
                    new InForce(new Settings(documents, count -> meters.groups().routingRuleError()));
            Storage storage = opened(Storage.open(data, storageSettings(documents), new Projection()));
            // The directory is held now: what a killed server left here is nobody's.
            runFile = new RunFile(data);
            runFile.delete();
            accounts = opened(Accounts.open(data, clock, TokenLifetimes.DEFAULT));
            FileStore files = new FileStore(data.resolve("files"), accounts.database(), fileLimits(), clock);
            SampleRing ring = new SampleRing(data.resolve("samples"), clock);
            opened(ring);

            Views views = new Views(new ConversationArchive(storage.journal(), storage.conversations()));
            Visibility visibility = new Visibility(inForce);
            ScheduledExecutorService timer = opened(Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("server-timer").factory()));
            ExecutorService workers = opened(Executors.newVirtualThreadPerTaskExecutor());
            ExecutorService presenceTeller = opened(Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("presence").factory()));
            OutsideEffects effects = new OutsideEffects(meters, views, timer);
            LedgerMeters ledgerMeters = new LedgerMeters(meters, views, inForce);
            Doors doors = new Doors(meters, ledgerMeters::changed);
            Delivery delivery = new Delivery(views, visibility, effects, doors);
            flow = new Flow(storage.journal(), inForce.settings().policies(), clock, delivery, doors);
            KnownPeople people = new KnownPeople(accounts.visitors(), storage.conversations());
            limits = new SendLimits(
                    rate(config.limits().visitor()), rate(config.limits().agent()), System::nanoTime);
            Intake intake = new Intake(
                    flow,
                    delivery,
                    views,
                    visibility,
                    inForce,
                    people,
                    new StoredAttachments(files, workers),
                    inForce,
                    limits);
            presence = new AgentPresence(flow, delivery, inForce, views, presenceTeller);
            ledgerMeters.connect(presence);
            bots.use(documents);
            ReplyDesk desk = new ReplyDesk(bots, effects, meters, ReplyDesk.Limits.STANDARD);
            effects.connect(desk, intake);

            recover(views, doors);
            declareBounds(storage, delivery);
            delivery.start();
            open.push(delivery);
            open.push(flow);
            flow.start();
            open.push(desk);
            presence.recover();

            AdminPorts.ConfiguredAgents agents = new AdminPorts.ConfiguredAgents(inForce);
            AdminPorts.ConfiguredChannels channels = new AdminPorts.ConfiguredChannels(
                    inForce, config.limits().maxFileBytes().bytes());
            Authentication authentication = new Authentication(accounts.tokens(), agents, channels);
            Transcript transcript = new Transcript(storage.history());
            ClientAddress clientAddress = new ClientAddress(Set.copyOf(config.trustedProxies()));
            CrossOrigin crossOrigin = new CrossOrigin(channels);
            SessionServices services = new SessionServices(
                    authentication::of,
                    (page, grant) -> crossOrigin.allows(page.origin(), page.host(), grant),
                    inForce,
                    intake,
                    delivery,
                    views,
                    visibility,
                    new StoredReplays(transcript, people),
                    presence,
                    sessions,
                    new SendLimits(SIGNALS, SIGNALS, System::nanoTime),
                    doors,
                    config.heartbeat(),
                    clock,
                    workers);
            accounts.tokens().onRevoked(sessions::revoked);
            gateway = opened(new Gateway(
                    gatewayLimits(),
                    (origin, page) -> crossOrigin.mayRead(origin, page.host()),
                    new AddressGate(
                            config.limits().connectionsPerAddress(),
                            config.limits().handshakesPerSecondPerAddress(),
                            handshake -> clientAddress.of(handshake.remoteAddress(), handshake.forwardedFor())),
                    services.sessionFactory(),
                    doors));
            oneTimePassword = new FirstPassword(accounts.credentials()).ensure(agents, options.adminPassword());
            meters.gateway()
                    .outboundQueued(() -> gateway.connections().stream()
                            .mapToLong(connection -> connection.queuedBytes())
                            .sum());
            AdminPorts.ConfiguredGroups groups = new AdminPorts.ConfiguredGroups(inForce, views, clock);
            RestMeters restMeters = new RestMeters(meters.gateway());
            PublicApi api = new PublicApi(
                    new PublicApi.Parts(
                            accounts,
                            files,
                            authentication,
                            agents,
                            new AdminPorts.LiveAttendance(presence),
                            groups,
                            channels,
                            new AdminPorts.VisibleConversations(views, visibility),
                            new SignedLinks(DataDirectory.key(data.resolve("links.key")), clock),
                            rateLimits(),
                            clientAddress,
                            restMeters,
                            clock),
                    new ConversationApi(new ConversationApi.Parts(
                                    intake,
                                    views,
                                    visibility,
                                    inForce,
                                    new StoredArchive(transcript, storage),
                                    agents,
                                    groups,
                                    accounts.visitors(),
                                    meters::live,
                                    ring,
                                    restMeters))
                            .routes());
            WebServer open = WebServers.open(
                    options.host().orElse(config.listeners().open().host()),
                    options.port().orElse(config.listeners().open().port()),
                    routing -> {
                        api.register(routing);
                        if (options.demo() && options.supervised()) {
                            new DemoKill(data).register(routing);
                        }
                        new StaticFiles(Server.class.getClassLoader(), "web", options.demo()).register(routing);
                    },
                    gateway);
            this.open.push(open::stop);
            Status status = new Status(clock, inForce, storage, views, sessions, presence, meters);
            RunningOperations operations =
                    new RunningOperations(status, this::addresses, this::apply, () -> notReady(storage), meters, clock);
            WebServer admin = WebServers.open(
                    config.listeners().admin().host(),
                    options.adminPort().orElse(config.listeners().admin().port()),
                    new AdminListener(AdminToken.load(data), accounts, agents, operations, new RunningStorage(storage))
                            ::register,
                    null);
            this.open.push(admin::stop);
            addresses = new Addresses(
                    Addresses.url(
                            options.host().orElse(config.listeners().open().host()), open.port()),
                    Addresses.url(config.listeners().admin().host(), admin.port()),
                    options.demo());
            Sampler sampler = opened(new Sampler(meters, ring, clock));
            sampler.start();
            meters.config().build(Version.current(), "");
            meters.config().reloaded(documents.revision());
            var _ = timer.scheduleWithFixedDelay(new Chores(accounts, files), 1, 60, TimeUnit.MINUTES);
            every5Seconds(timer, "telling again who is there", presence::tellAgain);
            every5Seconds(timer, "ending expired sessions", () -> sessions.endExpired(clock.instant()));
            runFile.write(addresses);
            started = true;
        } finally {
            if (!started) {
                closeAll();
            }
        }
    }

    /**
     * Starts a server; on return it is ready.
     *
     * @throws StartFailure when it cannot, with the remedy; nothing of it is left running
     */
    public static Server start(ServerOptions options) throws StartFailure {
        try {
            return new Server(options, load(options.config()));
        } catch (DirectoryInUseException e) {
            throw StartFailure.inUse(e);
        } catch (StorageException | AccountsException | IOException | UncheckedIOException e) {
            throw new StartFailure(
                    StartFailure.Kind.PREFLIGHT,
                    "the data directory cannot be used: " + e.getMessage(),
                    "free some space (`df -h`) and see that this user may write there",
                    List.of(),
                    e);
        }
    }

    private static Documents load(Path path) throws StartFailure {
        try {
            return new ConfigLoader(Kinds.ALL).load(path);
        } catch (InvalidConfigException e) {
            throw new StartFailure(
                    StartFailure.Kind.CONFIGURATION,
                    e.getMessage(),
                    "mend it, then check it: kefuctl config validate " + path,
                    e.problems().stream().map(Object::toString).toList(),
                    e);
        }
    }

    /** How full whatever has a bound is, and how far the tiers are behind. */
    private void declareBounds(Storage storage, Delivery delivery) {
        meters.queues().declare("flow", flow::waiting, Flow.MOST_WAITING);
        meters.queues().declare("delivery", delivery::waiting, Delivery.MOST_WAITING);
        for (TierName tier : List.of(TierName.HOT, TierName.WARM)) {
            meters.tiers().lag(tier, () -> lagMillis(storage, tier));
        }
    }

    private static long lagMillis(Storage storage, TierName tier) {
        return storage.status().tiers().stream()
                .filter(status -> status.tier().equals(tier.label()))
                .mapToLong(status -> status.lag().toMillis())
                .findFirst()
                .orElse(0);
    }

    private void recover(Views views, Doors doors) {
        Flow.Recovered recovered = flow.recover();
        recovered.conversations().forEach(conversation -> {
            views.put(conversation);
            doors.changed(null, conversation);
        });
        recovered.ledgers().forEach(views::put);
        log.info(
                "recovered conversations={} groups={}",
                recovered.conversations().size(),
                recovered.ledgers().size());
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** A fault ends this turn alone: a task of the timer that throws is never run again. */
    private static void every5Seconds(ScheduledExecutorService timer, String what, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("{} failed; it is tried again in 5 seconds", what, e);
            }
        };
        var _ = timer.scheduleWithFixedDelay(guarded, 5, 5, TimeUnit.SECONDS);
    }

    private static StoragePolicyConfig policy(Documents documents) {
        return documents.single(StoragePolicyConfig.class);
    }

    private StorageSettings storageSettings(Documents documents) {
        return StorageSettings.of(policy(documents), config.journal().replayWindow());
    }

    private FileLimits fileLimits() {
        return new FileLimits(
                config.limits().maxFileBytes().bytes(),
                FileLimits.DEFAULT.maxPixels(),
                config.limits().maxStoreBytes().bytes());
    }

    private GatewayLimits gatewayLimits() {
        GatewayLimits defaults = GatewayLimits.DEFAULT;
        return new GatewayLimits(
                config.limits().connections(),
                config.limits().handshakesPerSecond(),
                (int) config.limits().maxFrameBytes().bytes(),
                (int) config.limits().outboundQueue().bytes(),
                defaults.mergeBytes(),
                config.heartbeat(),
                defaults.helloWait(),
                defaults.closeWait(),
                defaults.stuckWrite());
    }

    private RateLimits rateLimits() {
        RateLimits standard = RateLimits.standard(System::nanoTime);
        ServerConfig.Limits limit = config.limits();
        return new RateLimits(
                standard.address(),
                standard.principal(),
                perMinute(limit.visitorsPerMinutePerAddress()),
                perMinute(limit.signInsPerMinutePerAddress()),
                perMinute(limit.signInsPerMinutePerAgent()),
                perMinute(limit.filesPerMinute()));
    }

    private static RateLimit perMinute(int times) {
        return new RateLimit(times, times / 60.0, System::nanoTime);
    }

    private static SendLimits.Rate rate(ServerConfig.Rate rate) {
        return new SendLimits.Rate(rate.messagesPerSecond(), rate.burst());
    }

    private Optional<String> notReady(Storage storage) {
        if (draining) {
            return Optional.of("draining");
        }
        return storage.journal().health().available()
                ? Optional.empty()
                : Optional.of(storage.journal().health().reason());
    }

    /** Puts another configuration into force; what it names waits for the next start. */
    private synchronized List<String> apply(Documents documents) {
        ServerConfig next = documents.single(ServerConfig.class);
        try {
            bots.use(documents);
        } catch (IOException e) {
            meters.config().reloadFailed();
            throw new UncheckedIOException(e);
        }
        Settings settings = new Settings(documents, count -> meters.groups().routingRuleError());
        Set<String> gone = agents(inForce.settings());
        gone.removeAll(agents(settings));
        inForce.change(settings);
        flow.reconfigure(settings.policies());
        limits.change(rate(next.limits().visitor()), rate(next.limits().agent()));
        sessions.endAgentsBut(agents(settings));
        gone.forEach(agent -> accounts.tokens().revokeAll(PrincipalKey.agent(agent)));
        presence.reconfigured();
        meters.config().reloaded(documents.revision());
        return next.equals(config.withRatesOf(next)) ? List.of() : List.of("Server");
    }

    private static Set<String> agents(Settings settings) {
        return settings.roster().members().stream()
                .map(Roster.Member::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Where it is found. */
    public Addresses addresses() {
        return addresses;
    }

    /** The password made for agent {@code admin} at this start; empty when it had one. */
    public Optional<String> oneTimePassword() {
        return oneTimePassword;
    }

    /** Asks clients to leave, waits for them, then stops every room in reverse; what was acknowledged is on disk. */
    @Override
    public void close() {
        draining = true;
        gateway.drain(GoAwayReason.GO_AWAY_REASON_DRAIN, Duration.ofSeconds(2));
        awaitLeaving();
        try {
            // While the directory is still held: the next server's is not touched.
            runFile.delete();
        } catch (IOException e) {
            log.warn("run.json could not be removed: {}", e.getMessage());
        }
        closeAll();
    }

    private void awaitLeaving() {
        long deadline = System.nanoTime() + Math.min(config.drain().toNanos(), TimeUnit.SECONDS.toNanos(3));
        try {
            while (!gateway.connections().isEmpty() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                log.warn("a part did not stop cleanly", e);
            }
        }
    }
}
