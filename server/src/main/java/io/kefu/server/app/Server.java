package io.kefu.server.app;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.monitoring.Meters;
import io.kefu.monitoring.Sampler;
import io.kefu.server.admin.AdminListener;
import io.kefu.server.admin.AdminToken;
import io.kefu.server.admin.StaticFiles;
import io.kefu.server.audit.Act;
import io.kefu.server.audit.Actor;
import io.kefu.server.audit.AuditUnavailableException;
import io.kefu.server.audit.Outcome;
import io.kefu.server.gateway.LastRequest;
import io.kefu.server.revision.RevisionException;
import io.kefu.server.revision.Revisions;
import io.kefu.server.thread.PromptThread;
import io.kefu.storage.PolicyRefusedException;
import io.kefu.storage.StoragePolicyConfig;
import io.kefu.storage.accounts.AccountsException;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.ageing.KeepTimes;
import io.kefu.storage.backup.BackupException;
import io.kefu.storage.backup.Restore;
import io.kefu.storage.erasure.Erasures;
import io.kefu.storage.erasure.ReceiptKey;
import io.kefu.storage.fault.DirectoryInUseException;
import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kefu, running: builds every room in order and stops them in reverse. */
public final class Server implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Server.class);
    /** Beyond the drain: rooms are closed, and what was taken in is written. */
    private static final Duration STOP_BOUND = Duration.ofSeconds(30);

    private static final Duration VERY_OFTEN = Duration.ofMillis(250);
    private static final Duration OFTEN = Duration.ofSeconds(5);
    private static final Duration SELDOM = Duration.ofHours(1);

    private final Parts parts = new Parts();
    private final Clock clock = Clock.systemUTC();
    private final ServerConfig config;
    private final Meters meters;
    private final InForce inForce;
    private final Stores stores;
    private final Road road;
    private final TierLags tierLags;
    private final FrontDoor door;
    private final Entrances entrances;
    private final Optional<LiveCertificate> certificate;
    private final Optional<LiveCertificate> adminCertificate;
    private final Readiness readiness;
    private final Drain drain;
    private final Succession succession;
    private final RunFile runFile;
    private final Addresses addresses;
    private final Optional<String> oneTimePassword;
    private final ConfigDesk desk;
    private final CompletableFuture<String> fault = new CompletableFuture<>();

    private Server(ServerOptions options, Path directory, StartingPoint start, Revisions revisions)
            throws StartFailure, IOException {
        boolean started = false;
        try {
            Documents documents = start.documents();
            config = documents.single(ServerConfig.class);
            ServerLimits limits = new ServerLimits(config);
            meters = parts.opened(new Meters(clock));
            inForce =
                    new InForce(new Settings(documents, count -> meters.groups().routingRuleError()));

            Path data = DataDirectory.prepare(directory);
            String host = options.host().orElse(config.listeners().open().host());
            int port = options.port().orElse(config.listeners().open().port());
            Optional<Successor> successor = successor(options, data);
            parts.opened(this::closeDoor);
            certificate = certificate("public", config.listeners().open().tls());
            adminCertificate = certificate("admin", config.listeners().admin().tls());
            WebServers.Ends ends = new WebServers.Ends(
                    config.listeners().open().proxyProtocol(), certificate.map(LiveCertificate::context));
            door = new FrontDoor(parts, inForce, config, limits, meters, ends);
            Successor.Opening opening = () -> Stores.open(parts, data, documents, config, meters, clock);
            if (successor.isPresent()) {
                successor.get().enter(door, host, port);
                stores = successor.get().stores(opening);
            } else {
                stores = opening.open();
            }
            // The directory is held now: what a killed server left here is nobody's.
            runFile = new RunFile(data);
            runFile.delete();

            ScheduledExecutorService timer = parts.opened(Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("server-timer").factory()));
            road = new Road(parts, stores, documents, inForce, limits, meters, timer, clock);
            tierLags = new TierLags(meters, stores.storage(), clock);
            Bounds.declare(meters, road);
            PromptThread.collectors();
            road.start(parts);

            entrances = new Entrances(data, stores, road, door, inForce, config, limits, meters, clock);
            oneTimePassword = new FirstPassword(stores.accounts().credentials())
                    .ensure(entrances.agents, options.adminPassword());
            readiness = new Readiness(stores.storage().journal(), road.flow, road.delivery);
            Departure departure = new Departure(config.drain(), config.limits().handshakesPerSecond());
            drain = new Drain(door.gateway, readiness, timer, departure);
            door.connect(road.presence);
            succession = new Succession(door, host, readiness, departure, fault::complete);
            if (successor.isPresent()) {
                door.serve(entrances.listeners(), routing -> routes(routing, options, data));
            } else {
                door.open(host, port, entrances.listeners(), routing -> routes(routing, options, data));
            }
            parts.opened(this::closeDoor);
            Reload reload = new Reload(
                    documents,
                    stores.storage(),
                    inForce,
                    road,
                    entrances.sessions,
                    stores.accounts().tokens(),
                    meters);
            desk = new ConfigDesk(
                    revisions,
                    new ConfigDrift(options.config(), clock),
                    start,
                    inForce,
                    road.views,
                    reload::apply,
                    succession::underWay,
                    new Burning(stores.storage(), road.overload, meters),
                    stores.audit(),
                    meters.config(),
                    clock);
            WebServer admin = openAdmin(options, data);
            addresses = new Addresses(
                    Addresses.url(certificate.isPresent() ? "https" : "http", host, door.port()),
                    Addresses.url(
                            adminCertificate.isPresent() ? "https" : "http",
                            config.listeners().admin().host(),
                            admin.port()),
                    options.demo());

            measure(documents);
            schedule(new Timetable(timer));
            // What could fail has not: from here on the next start begins with this configuration.
            desk.settled(start.settle(revisions, clock.instant()));
            runFile.write(addresses);
            stores.audit()
                    .note(
                            new Act(Actor.system("server"), Act.SERVER, "server.start", "server", ""),
                            Outcome.DONE,
                            "version " + Version.current() + ", revision " + documents.revision());
            successor.ifPresent(Successor::served);
            started = true;
        } finally {
            if (!started) {
                parts.close();
            }
        }
    }

    private static Optional<LiveCertificate> certificate(String listener, Optional<ServerConfig.Certificate> files)
            throws StartFailure {
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(LiveCertificate.open(
                        listener,
                        new CertificateFiles(
                                Path.of(files.get().certificateFile()),
                                Path.of(files.get().keyFile()))));
    }

    private Optional<Successor> successor(ServerOptions options, Path data) throws StartFailure, IOException {
        Optional<Successor> successor = options.takeOver().isPresent()
                ? Successor.of(data, options.takeOver().get())
                : Optional.empty();
        successor.ifPresent(parts::opened);
        return successor;
    }

    private void routes(HttpRouting.Builder routing, ServerOptions options, Path data) {
        entrances.api.register(routing);
        if (options.demo() && options.supervised()) {
            new DemoKill(data).register(routing);
        }
        new StaticFiles(Server.class.getClassLoader(), "web", options.demo()).register(routing);
    }

    /** The gateway ends its connections, then the web server that carries them stops. May be called again. */
    private void closeDoor() {
        if (door != null) {
            door.gateway.close();
            door.close();
        }
    }

    private WebServer openAdmin(ServerOptions options, Path data) throws StartFailure, IOException {
        Status status = new Status(
                clock,
                inForce,
                stores.storage(),
                stores.files(),
                road.views,
                entrances.sessions,
                road.presence,
                meters,
                entrances.gateway.path(),
                road.overload,
                () -> certificate
                        .flatMap(LiveCertificate::problem)
                        .or(() -> adminCertificate.flatMap(LiveCertificate::problem)));
        LastBackup backup = new LastBackup(data);
        LoggedTroubles troubles = LoggedTroubles.listening(clock);
        parts.opened(troubles::close);
        Insides insides = new Insides(clock, inForce, stores.accounts().credentials(), road.views, backup, troubles);
        RunningOperations operations = new RunningOperations(
                status,
                insides,
                this::addresses,
                desk,
                new RunningRoutes(desk::candidate, inForce, road.views, stores.storage(), clock),
                readiness::notReady,
                drain,
                succession,
                meters);
        AdminListener listener = new AdminListener(
                Version.current(),
                AdminToken.load(data),
                stores.accounts(),
                entrances.agents,
                operations,
                new RunningStorage(
                        stores.storage(),
                        stores.files(),
                        erasures(data),
                        new RunningHolds(stores.storage(), road.views),
                        backup),
                entrances.inspection(),
                stores.audit());
        Consumer<HttpRouting.Builder> routes = routing -> {
            routing.addFilter(new LastRequest());
            listener.register(routing);
        };
        WebServer admin = WebServers.open(
                config.listeners().admin().host(),
                options.adminPort().orElse(config.listeners().admin().port()),
                routes,
                null,
                new WebServers.Ends(false, adminCertificate.map(LiveCertificate::context)));
        parts.opened(admin::stop);
        Optional<AdminSocket> socket = AdminSocket.open(data, routes);
        socket.ifPresent(parts::opened);
        if (socket.isEmpty() && adminCertificate.isPresent()) {
            log.warn("without admin.sock no other server can take over from this one: its admin listener speaks TLS");
        }
        return admin;
    }

    /** Goes on with what the last run left: after all that an erasure reaches into was opened. */
    private RunningErasures erasures(Path data) {
        Erasures erasures = parts.opened(new Erasures(
                stores.storage().erasures(),
                stores.storage().holds(),
                visitor -> RunningErasures.found(stores.storage(), road.views, visitor),
                () -> LivePlaces.of(stores, road),
                RandomIds::id,
                clock));
        erasures.start();
        return new RunningErasures(
                erasures,
                ReceiptKey.of(data),
                stores.storage(),
                stores.accounts().visitors(),
                road.views);
    }

    private void measure(Documents documents) {
        parts.opened(new Sampler(meters, stores.samples(), clock)).start();
        meters.config().build(Version.current(), Version.commit());
        meters.config().reloaded(documents.revision());
    }

    private void schedule(Timetable timetable) {
        ForgottenVisitors visitors = new ForgottenVisitors(
                stores.accounts().visitors(), stores.storage().conversations());
        timetable.every(VERY_OFTEN, "looking whether messages wait", road.overload::now);
        timetable.every(VERY_OFTEN, "looking whether a trial is over", desk::look);
        adminCertificate.ifPresent(
                shown -> timetable.every(OFTEN, "looking for another admin certificate", shown::look));
        certificate.ifPresent(shown -> timetable.every(OFTEN, "looking for another certificate", shown::look));
        timetable.every(OFTEN, "looking for tiers that came", tierLags::declare);
        timetable.every(OFTEN, "telling again who is there", road.presence::tellAgain);
        timetable.every(OFTEN, "ending expired sessions", () -> entrances.sessions.endExpired(clock.instant()));
        timetable.every(
                OFTEN, "looking whether all is well", () -> readiness.broken().ifPresent(fault::complete));
        timetable.every(SELDOM, "the sweep", new Chores(stores, agedFiles(), visitors));
    }

    private AgedFiles agedFiles() {
        return new AgedFiles(stores.storage().history(), stores.files(), this::keptMessages, clock);
    }

    /** Without a cold tier all stay but those of channels that have a time of their own. */
    private Optional<Duration> keptMessages() {
        StoragePolicyConfig policy = inForce.settings().documents().single(StoragePolicyConfig.class);
        KeepTimes keep = policy.keepTimes();
        boolean stay = policy.cold().engine() == StoragePolicyConfig.ColdEngine.NONE;
        return stay ? keep.ofChannelsAlone().shortest() : keep.shortest();
    }

    /**
     * Starts a server; on return it is ready.
     *
     * @throws StartFailure when it cannot, with the remedy; nothing of it is left running
     */
    public static Server start(ServerOptions options) throws StartFailure {
        if (options.data().isPresent()) {
            settle(options.data().get()); // the configuration may lie in it
        }
        Documents read = load(options.config());
        if (options.takeOver().isPresent()) {
            Rehearsal.run();
        }
        Path data =
                options.data().orElse(Path.of(read.single(ServerConfig.class).dataDir()));
        settle(data);
        Revisions revisions = revisions(data);
        StartingPoint start = StartingPoint.of(
                revisions, read, options.config(), Clock.systemUTC().instant());
        try {
            return start(options, data, start, revisions);
        } catch (StartFailure e) {
            Optional<StartingPoint> last =
                    options.takeOver().isPresent() || e.getCause() instanceof DirectoryInUseException
                            ? Optional.empty()
                            : StartingPoint.instead(revisions, start, e.getMessage());
            if (last.isEmpty()) {
                throw e;
            }
            log.error(
                    "{}; starting with revision {} again",
                    last.get().trouble().orElse(""),
                    last.get().documents().revision());
            return again(options, data, last.get(), revisions, e);
        }
    }

    /** What stands in the way of the older one as well is told by the failure of the newer. */
    private static Server again(
            ServerOptions options, Path data, StartingPoint last, Revisions revisions, StartFailure first)
            throws StartFailure {
        try {
            return start(options, data, last, revisions);
        } catch (StartFailure e) {
            first.addSuppressed(e);
            throw first;
        }
    }

    /** Before anything in it is read or made: a restore into it that was killed may have moved half of it into place. */
    private static void settle(Path data) throws StartFailure {
        try {
            Restore.settle(data);
        } catch (BackupException e) {
            throw new StartFailure(StartFailure.Kind.PREFLIGHT, e.getMessage(), "", List.of(), e);
        }
    }

    private static Revisions revisions(Path data) throws StartFailure {
        try {
            return Revisions.open(data, new ConfigLoader(Kinds.ALL));
        } catch (RevisionException e) {
            throw new StartFailure(StartFailure.Kind.PREFLIGHT, e.getMessage(), "", List.of(), e);
        }
    }

    private static Server start(ServerOptions options, Path data, StartingPoint start, Revisions revisions)
            throws StartFailure {
        try {
            return new Server(options, data, start, revisions);
        } catch (DirectoryInUseException e) {
            throw StartFailure.inUse(e);
        } catch (PolicyRefusedException | RevisionException e) {
            throw new StartFailure(StartFailure.Kind.PREFLIGHT, e.getMessage(), "", List.of(), e);
        } catch (StorageException
                | AccountsException
                | AuditUnavailableException
                | IOException
                | UncheckedIOException e) {
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
            Documents documents = new ConfigLoader(Kinds.ALL).load(path);
            UnknownChannels.of(documents).forEach(each -> log.warn("{}", each));
            return documents;
        } catch (UncheckedIOException e) {
            throw new StartFailure(StartFailure.Kind.CONFIGURATION, e.getMessage(), "", List.of(), e);
        } catch (InvalidConfigException e) {
            throw new StartFailure(
                    StartFailure.Kind.CONFIGURATION,
                    e.getMessage(),
                    "mend it, then check it: kefuctl config validate " + path,
                    e.problems().stream().map(Object::toString).toList(),
                    e);
        }
    }

    /** Where it is found. */
    public Addresses addresses() {
        return addresses;
    }

    /** The password made for agent {@code admin} at this start; empty when it had one. */
    public Optional<String> oneTimePassword() {
        return oneTimePassword;
    }

    /** Completed with the reason when the server can do its work no more: only another start helps. */
    public CompletableFuture<String> fault() {
        return fault.copy();
    }

    /** Completed when another server takes this one's place as soon as this one is closed. */
    public CompletableFuture<Void> succeeded() {
        return succession.over().thenApply(_ -> null);
    }

    /** What {@link #close} takes at most. */
    public Duration stopBound() {
        return config.drain().plus(STOP_BOUND);
    }

    /** Asks clients to leave, waits for them, then stops every room in reverse; what was acknowledged is on disk. */
    @Override
    public void close() {
        succession.stop();
        if (!succession.done()) {
            drain.await();
        }
        try {
            // While the directory is still held: the next server's is not touched.
            runFile.delete();
        } catch (IOException e) {
            log.warn("run.json could not be removed: {}", e.getMessage());
        }
        try {
            stores.audit()
                    .note(
                            new Act(Actor.system("server"), Act.SERVER, "server.stop", "server", ""),
                            Outcome.DONE,
                            succession.done() ? "a successor has its place" : "");
        } catch (AuditUnavailableException e) {
            log.warn("{}", e.getMessage());
        }
        parts.close();
    }
}
