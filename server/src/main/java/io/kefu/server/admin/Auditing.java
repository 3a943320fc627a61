package io.kefu.server.admin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Problems;
import io.kefu.server.admin.http.RateLimit;
import io.kefu.server.admin.http.Route;
import io.kefu.server.audit.Act;
import io.kefu.server.audit.Actor;
import io.kefu.server.audit.Audit;
import io.kefu.server.audit.AuditUnavailableException;
import io.kefu.server.audit.Outcome;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Principal;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.VisitorPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every change written down before it is made, and how it went. On the admin listener that is each route but those
 * that only read, so that a route which is added later cannot be forgotten.
 */
final class Auditing {
    private static final String ADMIN = "/admin/v1/";

    /** Named for whoever searches; any other is called by its method and path. */
    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("POST /admin/v1/config/apply", "config.apply"),
            Map.entry("POST /admin/v1/config/rollback", "config.rollback"),
            Map.entry("POST /admin/v1/config/confirm", "config.confirm"),
            Map.entry("POST /admin/v1/drain", "server.drain"),
            Map.entry("POST /admin/v1/undrain", "server.undrain"),
            Map.entry("POST /admin/v1/succession", "server.succession"),
            Map.entry("POST /admin/v1/agents/{name}/password", "agent.passwd"),
            Map.entry("POST /admin/v1/api-keys", "token.create"),
            Map.entry("DELETE /admin/v1/api-keys/{id}", "token.revoke"),
            Map.entry("POST /admin/v1/storage/backup", "storage.backup"),
            Map.entry("GET /admin/v1/storage/export", "storage.export"),
            Map.entry("POST /admin/v1/storage/days/{day}/repair", "storage.repair"),
            Map.entry("POST /admin/v1/storage/days/{day}/backfill", "storage.backfill"),
            Map.entry("POST /admin/v1/storage/erasures", "storage.erase"),
            Map.entry("PUT /admin/v1/storage/holds/{id}", "storage.hold.add"),
            Map.entry("DELETE /admin/v1/storage/holds/{id}", "storage.hold.remove"),
            Map.entry("POST /api/v1/conversations/{id}/claim", "conversation.claim"),
            Map.entry("POST /api/v1/conversations/{id}/assign", "conversation.assign"),
            Map.entry("POST /api/v1/conversations/{id}/close", "conversation.close"),
            Map.entry("POST /api/v1/conversations/{id}/reopen", "conversation.reopen"));

    /** What is asked, or told, with a body and changes nothing. */
    private static final Set<String> QUESTIONS =
            Set.of("plan", "diff", "verify", "validate", "explain", "replay", "test", "sync");

    /** Reads so much that it is a matter of record. */
    private static final Set<String> RECORDED_READS = Set.of("GET /admin/v1/storage/export");

    /** What people wrote, a conversation at a time: recorded once an hour of each reader, however often it asks. */
    private static final Set<String> RECORDED_ONCE =
            Set.of("GET /admin/v1/conversations/{id}", "GET /admin/v1/conversations/{id}/messages");

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private static final Logger LOG = LoggerFactory.getLogger(Auditing.class);
    private static final double FAILURES_AT_ONCE = 20;
    private static final double FAILURES_PER_SECOND = 1.0 / 60;

    private final Audit audit;
    private final RateLimit failures = new RateLimit(FAILURES_AT_ONCE, FAILURES_PER_SECOND, System::nanoTime);
    private final AtomicLong leftOut = new AtomicLong();
    /** Forgotten early it is only recorded once more. */
    private final Cache<String, Boolean> readers = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    Auditing(Audit audit) {
        this.audit = audit;
    }

    /** The admin listener's routes, with those that change something written down. */
    List<Route> operators(List<Route> routes) {
        return routes.stream().map(this::operators).toList();
    }

    private Route operators(Route route) {
        if (RECORDED_ONCE.contains(key(route))) {
            return route.handler(call -> read(route, call));
        }
        return changes(route) ? written(route, Role.AGENT) : route;
    }

    private Answer read(Route route, Call call) throws Exception {
        Actor who = actor(call, call.principal());
        String id = call.path("id");
        Act act = new Act(who, call.from(), "conversation.read", "conversations/" + id, "");
        String reader = who + " " + call.from() + " " + id;
        if (readers.getIfPresent(reader) == null) {
            audit.note(act, Outcome.DONE, "");
            readers.put(reader, true);
        }
        return route.handler().handle(call);
    }

    /** A route that agents use all day, written down when a supervisor or an administrator calls it. */
    Route supervisors(Route route) {
        return written(route, Role.SUPERVISOR);
    }

    /**
     * Whether one of the supervisors came in; what others do at the door would drown the rest. A failure is written beside
     * the answer, which takes as long for nobody's name; what guessing fills the log with is bounded. A full disk keeps
     * no supervisor out.
     */
    void signIn(Call call, AgentPrincipal agent, boolean good) {
        if (!agent.role().covers(Role.SUPERVISOR)) {
            return;
        }
        Act act = new Act(actor(call, agent), call.from(), "session.open", "agents/" + agent.id(), "");
        if (good) {
            attempt(act, Outcome.DONE, "");
        } else if (failures.tryTake(agent.id()) == 0) {
            long more = leftOut.getAndSet(0);
            String detail = "unauthenticated" + (more == 0 ? "" : "; " + more + " more were left out before");
            Thread.startVirtualThread(() -> attempt(act, Outcome.REFUSED, detail));
        } else {
            leftOut.incrementAndGet();
        }
    }

    private void attempt(Act act, Outcome outcome, String detail) {
        try {
            audit.note(act, outcome, detail);
        } catch (AuditUnavailableException e) {
            LOG.error("audit=unwritten action={} object={}: {}", act.action(), act.object(), e.getMessage());
        }
    }

    private static boolean changes(Route route) {
        String last = route.path().substring(route.path().lastIndexOf('/') + 1);
        return route.path().startsWith(ADMIN)
                && (RECORDED_READS.contains(key(route))
                        || (!route.method().equals("GET") && !QUESTIONS.contains(last)));
    }

    private static String key(Route route) {
        return route.method() + " " + route.path();
    }

    private Route written(Route route, Role least) {
        return route.handler(call ->
                concerns(call, least) ? written(route, call) : route.handler().handle(call));
    }

    private static boolean concerns(Call call, Role least) {
        return !(call.principal() instanceof AgentPrincipal agent)
                || agent.role().covers(least);
    }

    private Answer written(Route route, Call call) throws Exception {
        Act act = new Act(
                actor(call, call.principal()),
                call.from(),
                ACTIONS.getOrDefault(key(route), key(route)),
                object(route, call),
                "");
        Audit.Begun begun = audit.begin(act);
        Answer answer;
        try {
            answer = route.handler().handle(call);
        } catch (Exception e) {
            ErrorCode code = Problems.code(e);
            begun.end(Problems.status(code) < 500 ? Outcome.REFUSED : Outcome.FAILED, Problems.word(code));
            throw e;
        }
        begun.end(answer.status() < 400 ? Outcome.DONE : Outcome.REFUSED, call.told());
        return answer;
    }

    /** The path with what was asked for in it, without where it begins. */
    private static String object(Route route, Call call) {
        String path = PARAMETER
                .matcher(route.path())
                .replaceAll(match -> Matcher.quoteReplacement(call.path(match.group(1))));
        return path.startsWith(ADMIN) ? path.substring(ADMIN.length()) : path.substring("/api/v1/".length());
    }

    private static Actor actor(Call call, Principal principal) {
        return switch (principal) {
            case AgentPrincipal _
            when AdminToken.is(call.grant()) ->
                Actor.operator(call.header("Kefu-Operator").orElse(""));
            case AgentPrincipal agent -> Actor.agent(agent.id(), agent.name());
            case ApiKeyPrincipal key -> Actor.token(key.id(), key.name());
            case VisitorPrincipal visitor -> Actor.agent(visitor.id(), "");
        };
    }
}
