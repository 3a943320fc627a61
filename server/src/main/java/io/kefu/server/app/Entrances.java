package io.kefu.server.app;

import io.kefu.monitoring.Meters;
import io.kefu.server.admin.Authentication;
import io.kefu.server.admin.ConversationApi;
import io.kefu.server.admin.Inspection;
import io.kefu.server.admin.PublicApi;
import io.kefu.server.admin.SignedLinks;
import io.kefu.server.admin.http.SecretFile;
import io.kefu.server.delivery.Transcript;
import io.kefu.server.gateway.ConnectionListener;
import io.kefu.server.gateway.Gateway;
import io.kefu.server.gateway.HttpTransport;
import io.kefu.server.gateway.SessionServices;
import io.kefu.server.gateway.Sessions;
import io.kefu.storage.accounts.RandomIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
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
    private final Authentication authentication;
    private final Transcript transcript;
    private final FrontDoor door;

    Entrances(
            Path data,
            Stores stores,
            Road road,
            FrontDoor door,
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
        this.door = door;
        authentication = new Authentication(stores.accounts().tokens(), agents, door.channels);
        transcript = new Transcript(stores.storage().history());
        gateway = door.gateway;
        meters.gateway().overloaded(road.overload::now);
        stores.accounts().tokens().onRevoked(sessions::revoked);
        api = api(data);
    }

    /** What serves whoever comes by a socket. */
    ConnectionListener.Factory listeners() {
        return new SessionServices(
                        authentication::of,
                        (page, grant) -> door.pages.allows(page.origin(), page.host(), grant),
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
                        road.workers)
                .sessionFactory();
    }

    /** What operators look at. */
    Inspection inspection() {
        return new Inspection(
                road.views,
                road.visibility,
                inForce,
                new StoredArchive(transcript, stores.storage()),
                new AdminPorts.LiveAttendance(road.presence),
                () -> inForce.settings().channels().entrySet().stream()
                        .map(each -> AdminPorts.declared(each.getKey(), each.getValue()))
                        .toList());
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
                door.channels,
                new AdminPorts.VisibleConversations(road.views, road.visibility),
                new SignedLinks(linkSecret.getBytes(StandardCharsets.US_ASCII), clock),
                limits.rest(),
                road.newcomers,
                door.addresses,
                restMeters,
                stores.audit(),
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
                restMeters,
                stores.audit());
        return new PublicApi(
                own,
                Stream.of(new ConversationApi(conversations).routes(), HttpTransport.routes(gateway))
                        .flatMap(List::stream)
                        .toList());
    }
}
