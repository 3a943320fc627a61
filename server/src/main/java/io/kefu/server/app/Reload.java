package io.kefu.server.app;

import io.kefu.config.Documents;
import io.kefu.monitoring.Meters;
import io.kefu.server.delivery.Roster;
import io.kefu.server.gateway.Sessions;
import io.kefu.storage.StoragePolicyConfig;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts another revision of the configuration into force: all of it, or nothing. */
final class Reload {

    private final ServerConfig started;
    private final StoragePolicyConfig startedPolicy;
    private final InForce inForce;
    private final Road road;
    private final Sessions sessions;
    private final Tokens tokens;
    private final Meters meters;

    /** @param started what the server was started with: some of it holds until the next start */
    Reload(Documents started, InForce inForce, Road road, Sessions sessions, Tokens tokens, Meters meters) {
        this.started = started.single(ServerConfig.class);
        this.startedPolicy = started.single(StoragePolicyConfig.class);
        this.inForce = inForce;
        this.road = road;
        this.sessions = sessions;
        this.tokens = tokens;
        this.meters = meters;
    }

    /** What it names waits for the next start. */
    synchronized List<String> apply(Documents documents) {
        // Whatever can fail comes first; the bots are swapped in when all of them were built.
        ServerConfig next = documents.single(ServerConfig.class);
        Settings settings = new Settings(documents, count -> meters.groups().routingRuleError());
        useBots(documents);
        Settings before = inForce.settings();
        inForce.change(settings);
        road.flow.reconfigure(settings.policies());
        road.limits.change(
                ServerLimits.rate(next.limits().visitor()),
                ServerLimits.rate(next.limits().agent()));
        endWhoIsGone(agents(before), agents(settings));
        before.groups().keySet().stream()
                .filter(group -> !settings.groups().containsKey(group))
                .forEach(meters.groups()::groupRemoved);
        road.presence.reconfigured();
        meters.config().reloaded(documents.revision());
        return waiting(documents, next);
    }

    private List<String> waiting(Documents documents, ServerConfig next) {
        List<String> kinds = new ArrayList<>();
        if (!next.equals(started.withRatesOf(next))) {
            kinds.add("Server");
        }
        if (!documents.single(StoragePolicyConfig.class).equals(startedPolicy)) {
            kinds.add("StoragePolicy");
        }
        return kinds;
    }

    private void useBots(Documents documents) {
        try {
            road.bots.use(documents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void endWhoIsGone(Set<String> before, Set<String> now) {
        sessions.endAgentsBut(now);
        before.stream()
                .filter(agent -> !now.contains(agent))
                .forEach(agent -> tokens.revokeAll(PrincipalKey.agent(agent)));
    }

    private static Set<String> agents(Settings settings) {
        return settings.roster().members().stream()
                .map(Roster.Member::id)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
