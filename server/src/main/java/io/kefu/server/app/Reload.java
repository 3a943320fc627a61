package io.kefu.server.app;

import io.kefu.config.Documents;
import io.kefu.monitoring.Meters;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.delivery.Roster;
import io.kefu.server.gateway.Sessions;
import io.kefu.server.intake.Refusal;
import io.kefu.storage.PolicyRefusedException;
import io.kefu.storage.Storage;
import io.kefu.storage.StoragePolicyConfig;
import io.kefu.storage.TierRole;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.Tokens;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.files.FilesConfig;
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
    private final FilesConfig startedFiles;
    private final Storage storage;
    private final InForce inForce;
    private final Road road;
    private final Sessions sessions;
    private final Tokens tokens;
    private final Meters meters;
    private StoragePolicyConfig applied;

    /** @param started what the server was started with: some of it holds until the next start */
    Reload(
            Documents started,
            Storage storage,
            InForce inForce,
            Road road,
            Sessions sessions,
            Tokens tokens,
            Meters meters) {
        this.started = started.single(ServerConfig.class);
        this.applied = started.single(StoragePolicyConfig.class);
        this.startedFiles = applied.files();
        this.storage = storage;
        this.inForce = inForce;
        this.road = road;
        this.sessions = sessions;
        this.tokens = tokens;
        this.meters = meters;
    }

    /**
     * What did not take force at once.
     *
     * @param restart kinds that wait for the next start
     * @param underWay tiers on their way to another engine
     */
    record Pending(List<String> restart, List<String> underWay) {}

    synchronized Pending apply(Documents documents) {
        // Whatever can fail comes first; the bots are swapped in when all of them were built.
        ServerConfig next = documents.single(ServerConfig.class);
        StoragePolicyConfig policy = documents.single(StoragePolicyConfig.class);
        Settings settings = new Settings(documents, count -> meters.groups().routingRuleError());
        List<String> underWay = apply(policy);
        useBots(documents, policy);
        Settings before = inForce.settings();
        inForce.change(settings);
        road.flow.reconfigure(settings.policies());
        road.limits.change(
                ServerLimits.rate(next.limits().visitor()),
                ServerLimits.rate(next.limits().agent()));
        road.shared.change(ServerLimits.rate(next.limits().address()));
        road.frames = ServerLimits.frames(next.limits().connection());
        endWhoIsGone(agents(before), agents(settings));
        before.groups().keySet().stream()
                .filter(group -> !settings.groups().containsKey(group))
                .forEach(meters.groups()::groupRemoved);
        road.presence.reconfigured();
        meters.config().reloaded(documents.revision());
        return new Pending(waiting(next, policy), underWay);
    }

    private List<String> apply(StoragePolicyConfig policy) {
        try {
            return storage.apply(policy).stream().map(TierRole::word).toList();
        } catch (PolicyRefusedException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, e.getMessage());
        } catch (StorageException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_UNAVAILABLE, e.getMessage());
        }
    }

    private List<String> waiting(ServerConfig next, StoragePolicyConfig policy) {
        List<String> kinds = new ArrayList<>();
        if (!next.equals(started.withRatesOf(next))) {
            kinds.add("Server");
        }
        if (!policy.files().equals(startedFiles)) {
            kinds.add("StoragePolicy.files");
        }
        return kinds;
    }

    /** What they cannot be built from takes the policy back as well. */
    private void useBots(Documents documents, StoragePolicyConfig policy) {
        boolean done = false;
        try {
            road.bots.use(documents);
            applied = policy;
            done = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!done) {
                storage.apply(applied);
            }
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
