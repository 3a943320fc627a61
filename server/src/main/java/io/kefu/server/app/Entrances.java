package io.kefu.server.app;

import io.kefu.monitoring.Meters;
import io.kefu.server.admin.Authentication;
import io.kefu.server.admin.ConversationApi;
import io.kefu.server.admin.PublicApi;
import io.kefu.server.admin.SignedLinks;
import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.admin.http.CrossOrigin;
import io.kefu.server.admin.http.SecretFile;
import io.kefu.server.delivery.Transcript;
import io.kefu.server.gateway.Connection;
import io.kefu.server.gateway.Gateway;
import io.kefu.server.gateway.HttpTransport;
import io.kefu.server.gateway.SessionServices;
import io.kefu.server.gateway.Sessions;
import io.kefu.server.gateway.SocketPath;
import io.kefu.storage.accounts.RandomIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The ways in from outside: sockets, and the REST API. Both ask the same configuration who may come in. */
final class Entrances {

    final Sessions sessions = new Sessions();
    final AdminPorts.ConfiguredAgents agents;
    final Gateway gateway;
    final PublicApi api;

    private final Stores stores;
    private final Road road;
    private final InForce inForce;
    private final ServerConfig config;
    private final ServerLimits limits;
    private final Meters meters;
    private final Clock clock;
    private final AdminPorts.ConfiguredChannels channels;
    private final Authentication authentication;
    private final Transcript transcript;
    private final ClientAddress addresses;

    Entrances(
            Parts parts,
            Path data,
            Stores stores,
            Road road,
            InForce inForce,
            ServerConfig config,
            ServerLimits limits,
            Meters meters,
            Clock clock)
            throws IOException {
        this.stores = stores;
        this.road = road;
        this.inForce = inForce;
        this.config = config;
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
        agents = new AdminPorts.ConfiguredAgents(inForce);
        channels = new AdminPorts.ConfiguredChannels(
                inForce, config.limits().maxFileBytes().bytes());
        authentication = new Authentication(stores.accounts().tokens(), agents, channels);
        transcript = new Transcript(stores.storage().history());
        addresses = new ClientAddress(Set.copyOf(config.trustedProxies()));
        gateway = parts.opened(gateway());
        api = api(data);
    }

    private Gateway gateway() {
        CrossOrigin pages = new CrossOrigin(channels);
        SessionServices services = new SessionServices(
                authentication::of,
                (page, grant) -> pages.allows(page.origin(), page.host(), grant),
                inForce,
                road.intake,
                road.delivery,
                road.views,
                road.visibility,
                new StoredReplays(transcript, road.people),
                road.board,
                road.presence,
                sessions,
                () -> road.frames,
                limits.signals(),
                road.newcomers,
                road.doors,
                config.heartbeat(),
                clock,
                road.workers);
        stores.accounts().tokens().onRevoked(sessions::revoked);
        Gateway opened = new Gateway(
                limits.gateway(),
                (origin, page) -> pages.mayRead(origin, page.host()),
                limits.addresses(addresses),
                services.sessionFactory(),
                road.doors,
                path());
        meters.gateway().overloaded(road.overload::now);
        meters.gateway()
                .outboundQueued(() -> opened.connections().stream()
                        .mapToLong(Connection::queuedBytes)
                        .sum());
        return opened;
    }

    /** {@code -Dkefu.sockets=threads} is for comparing, and for a machine on which the loops should misbehave. */
    private static SocketPath path() {
        return SocketPath.Kind.THREADS.word().equals(System.getProperty("kefu.sockets"))
                ? SocketPath.threads("asked for by -Dkefu.sockets=threads")
                : SocketPath.best();
    }

    private PublicApi api(Path data) throws IOException {
        AdminPorts.ConfiguredGroups groups = new AdminPorts.ConfiguredGroups(inForce, road.views, clock);
        RestMeters restMeters = new RestMeters(meters.gateway());
        String linkSecret = SecretFile.loadOrCreate(data.resolve("links.secret"), RandomIds::token);
        PublicApi.Parts own = new PublicApi.Parts(
                stores.accounts(),
                stores.files(),
                authentication,
                agents,
                new AdminPorts.LiveAttendance(road.presence),
                groups,
                channels,
                new AdminPorts.VisibleConversations(road.views, road.visibility),
                new SignedLinks(linkSecret.getBytes(StandardCharsets.US_ASCII), clock),
                limits.rest(),
                road.newcomers,
                addresses,
                restMeters,
                clock);
        ConversationApi.Parts conversations = new ConversationApi.Parts(
                road.intake,
                road.views,
                road.visibility,
                inForce,
                new StoredArchive(transcript, stores.storage()),
                agents,
                groups,
                stores.accounts().visitors(),
                meters::live,
                stores.samples(),
                () -> RunningStorage.report(stores.storage(), stores.files()),
                restMeters);
        return new PublicApi(
                own,
                Stream.of(new ConversationApi(conversations).routes(), HttpTransport.routes(gateway))
                        .flatMap(List::stream)
                        .toList());
    }
}
