package io.kefu.server.app;

import io.kefu.config.Change;
import io.kefu.config.Changes;
import io.kefu.config.Documents;
import io.kefu.monitoring.ConfigMeters;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.ConfigOperations;
import io.kefu.server.audit.Act;
import io.kefu.server.audit.Actor;
import io.kefu.server.audit.Audit;
import io.kefu.server.audit.AuditUnavailableException;
import io.kefu.server.audit.Outcome;
import io.kefu.server.delivery.Views;
import io.kefu.server.intake.Refusal;
import io.kefu.server.revision.Entry;
import io.kefu.server.revision.Entry.Origin;
import io.kefu.server.revision.Ledger;
import io.kefu.server.revision.RevisionException;
import io.kefu.server.revision.Revisions;
import io.kefu.server.revision.Trial;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in force and how another takes its place: one at a time, all of it or nothing, and kept before it is
 * told. A revision comes into force in the process first and then in the ledger: a kill between the two leaves the old one
 * for the next start.
 */
final class ConfigDesk implements ConfigOperations {

    private static final Logger log = LoggerFactory.getLogger(ConfigDesk.class);

    private final Revisions revisions;
    private final ConfigDrift drift;
    private final Documents started;
    private final InForce inForce;
    private final Views views;
    private final Function<Documents, Reload.Pending> reload;
    private final BooleanSupplier succeeding;
    private final Burning burning;
    private final Audit audit;
    private final ConfigMeters meters;
    private final Clock clock;

    private volatile Optional<SyncReport> sync = Optional.empty();
    private volatile Optional<String> trouble;
    /** Whether all was well when the trial began: what burned before is not its fault. */
    private volatile boolean watched;

    private volatile boolean settled;

    ConfigDesk(
            Revisions revisions,
            ConfigDrift drift,
            StartingPoint start,
            InForce inForce,
            Views views,
            Function<Documents, Reload.Pending> reload,
            BooleanSupplier succeeding,
            Burning burning,
            Audit audit,
            ConfigMeters meters,
            Clock clock) {
        this.revisions = revisions;
        this.drift = drift;
        this.started = start.documents();
        this.trouble = start.trouble();
        this.inForce = inForce;
        this.views = views;
        this.reload = reload;
        this.succeeding = succeeding;
        this.burning = burning;
        this.audit = audit;
        this.meters = meters;
        this.clock = clock;
    }

    /** The start is done: changes are taken, and so is what another server put into force while this one got ready. */
    synchronized void settled(Ledger ledger) {
        settled = true;
        watched = ledger.trial().isPresent();
        ledger.current()
                .filter(entry -> !entry.revision().equals(now().revision()))
                .ifPresent(entry -> inForce(revisions.load(entry.revision())));
    }

    /** For what was in force already: what of it waits was told then. */
    private void inForce(Documents documents) {
        var _ = reload.apply(documents);
    }

    private Documents now() {
        return inForce.settings().documents();
    }

    @Override
    public Map<String, Object> current() {
        Ledger ledger = revisions.ledger();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("revision", now().revision());
        Optional<Entry> entry = ledger.current();
        answer.put(
                "applied_at",
                entry.map(each -> each.at().truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse(""));
        answer.put("number", entry.map(Entry::number).orElse(0));
        Origin origin = entry.map(Entry::origin).orElse(Origin.of("", "", ""));
        answer.put("who", origin.who());
        answer.put("why", origin.why());
        answer.put("source", origin.source());
        answer.put("commit", origin.commit());
        answer.put("dirty", origin.dirty());
        answer.put("drift", drift.answer(now().revision()));
        answer.put(
                "restart",
                RestartNeeds.of(started, now()).stream()
                        .map(RestartNeeds.Need::key)
                        .toList());
        ledger.trial().ifPresent(trial -> answer.put("try", trial(ledger, trial)));
        sync.ifPresent(report -> answer.put("sync", report.answer()));
        return answer;
    }

    private static Map<String, Object> trial(Ledger ledger, Trial trial) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("until", trial.until().toString());
        answer.put("back_to", ledger.entry(trial.back()).map(Entry::revision).orElse(""));
        return answer;
    }

    /** What somebody should look at, a line each. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        trouble.ifPresent(problems::add);
        sync.filter(report -> !report.error().isEmpty())
                .ifPresent(report -> problems.add("what " + report.directory()
                        + " says is not in force, the last good configuration is: "
                        + report.error().lines().findFirst().orElse("")));
        return problems;
    }

    @Override
    public Object history() {
        return new ConfigHistory(revisions.ledger()).answer();
    }

    @Override
    public Object plan(Map<String, Object> body) {
        return plan(candidate(new ConfigRequest(body))).answer();
    }

    private ConfigPlan plan(Candidate candidate) {
        return ConfigPlan.of(started, inForce.settings(), candidate, views.all(), clock.millis());
    }

    /** What a request names: {@code directory}, or {@code rollback}. */
    Candidate candidate(Map<String, Object> body) {
        return candidate(new ConfigRequest(body));
    }

    private Candidate candidate(ConfigRequest request) {
        Optional<String> rollback = request.text("rollback");
        return rollback.isPresent()
                ? Candidate.kept(kept(rollback.get()))
                : Candidate.in(request.directory(), request.source());
    }

    private Documents kept(String selector) {
        try {
            return revisions.load(new ConfigHistory(revisions.ledger()).find(selector));
        } catch (RevisionException e) {
            throw ConfigRequest.bad(e.getMessage());
        }
    }

    @Override
    public Object diff(Map<String, Object> body) {
        ConfigRequest request = new ConfigRequest(body);
        Documents from = kept(request.text("from").orElse("current"));
        Optional<String> directory = request.text("directory");
        Documents to = directory.isPresent()
                ? Candidate.in(directory.get()).documents()
                : kept(request.text("to").orElse("current"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("apiVersion", "kefu.io/v1");
        answer.put("kind", "ConfigDiff");
        answer.put("from", from.revision());
        answer.put("to", to.revision());
        answer.put(
                "changes",
                Changes.between(from, to).stream().map(ConfigPlan::json).toList());
        return answer;
    }

    @Override
    public synchronized Object apply(Map<String, Object> body, Operator by) {
        ConfigRequest request = new ConfigRequest(body);
        refuseConflict(request);
        try {
            return applied(request, by);
        } catch (RuntimeException e) {
            meters.reloadFailed();
            throw e;
        }
    }

    /** Somebody else was quicker, or something is under way that this would undo. */
    private void refuseConflict(ConfigRequest request) {
        if (!settled) {
            throw new Refusal(ErrorCode.ERROR_CODE_UNAVAILABLE, "the server is starting: ask again in a moment");
        }
        if (succeeding.getAsBoolean()) {
            throw ConfigRequest.conflict("a successor is taking this server's place: ask again in a moment");
        }
        Ledger ledger = revisions.ledger();
        request.text("base").filter(base -> !base.equals(now().revision())).ifPresent(base -> {
            Entry entry = ledger.current().orElseThrow();
            throw ConfigRequest.conflict("this was planned against revision " + base + ", and since "
                    + entry.at().truncatedTo(ChronoUnit.SECONDS) + " " + now().revision() + " is in force, by "
                    + entry.origin().who() + ": look at `kefuctl config history`, and plan again");
        });
        ledger.trial().filter(trial -> request.text("rollback").isEmpty()).ifPresent(trial -> {
            throw ConfigRequest.conflict("revision " + now().revision() + " is being tried until "
                    + trial.until().truncatedTo(ChronoUnit.SECONDS) + ": `kefuctl config confirm` keeps it,"
                    + " `kefuctl config rollback previous` ends it");
        });
    }

    private Map<String, Object> applied(ConfigRequest request, Operator by) {
        Candidate candidate = candidate(request);
        Optional<Duration> trial = request.trial();
        String revision = candidate.documents().revision();
        request.text("revision").filter(expected -> !expected.equals(revision)).ifPresent(_ -> {
            throw ConfigRequest.conflict("the server reads another revision (" + revision + ") in "
                    + candidate.directory() + ": is it the same machine, and the same environment?");
        });
        refusePruning(request, candidate);
        boolean served = candidate.source().isEmpty() && drift.is(candidate.directory());
        String why = request.why().isEmpty() && request.text("rollback").isPresent()
                ? "rollback to " + revision
                : request.why();
        Origin origin = candidate.origin(by.who(), by.from(), why);
        if (revision.equals(now().revision())) {
            return unchanged(candidate, origin, served);
        }
        Map<String, Object> answer = put(candidate.documents(), origin, trial, served);
        trouble = Optional.empty();
        return answer;
    }

    private void refusePruning(ConfigRequest request, Candidate candidate) {
        if (request.prune()) {
            return;
        }
        List<Change> changes = Changes.between(now(), candidate.documents());
        List<InUse> used = InUse.of(changes, views.all());
        if (!used.isEmpty()) {
            String what = used.stream()
                    .map(each -> each.kind() + " `" + each.name() + "` (" + each.conversations() + ")")
                    .collect(Collectors.joining(", "));
            throw ConfigRequest.bad("open conversations use what would go: " + what
                    + " — say --prune to take it out all the same, or wait until they are closed");
        }
    }

    /** The same words from another commit, or from another source, are told so; nothing else happens. */
    private Map<String, Object> unchanged(Candidate candidate, Origin origin, boolean served) {
        Ledger ledger = revisions.ledger();
        Origin known = ledger.current().map(Entry::origin).orElse(Origin.of("", "", ""));
        Ledger next = ledger;
        if (!candidate.comesFromWhere(known)) {
            Entry entry = entry(ledger, candidate.documents(), origin);
            next = ledger.with(entry);
            record(entry);
        }
        if (served && !next.read().equals(candidate.documents().revision())) {
            next = next.read(candidate.documents().revision());
        }
        if (!next.equals(ledger)) {
            committed(next);
        }
        return answer(new Reload.Pending(List.of(), List.of()), false);
    }

    private Entry entry(Ledger ledger, Documents documents, Origin origin) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Entry(ledger.next(), documents.revision(), at, origin, Version.current());
    }

    private Map<String, Object> put(Documents documents, Origin origin, Optional<Duration> trial, boolean served) {
        Documents before = now();
        Ledger ledger = revisions.ledger();
        kept(documents);
        boolean well = burning.now().isEmpty();
        Reload.Pending later = reload.apply(documents);
        Entry entry = entry(ledger, documents, origin);
        Ledger next = ledger.with(entry);
        next = served ? next.read(documents.revision()) : next;
        if (trial.isPresent()) {
            next = next.trying(
                    new Trial(entry.number(), ledger.inForce(), entry.at().plus(trial.get())));
        }
        boolean done = false;
        try {
            committed(next);
            done = true;
        } finally {
            if (!done) {
                inForce(before);
            }
        }
        watched = well;
        record(entry);
        return answer(later, true);
    }

    private void kept(Documents documents) {
        try {
            revisions.keep(documents);
        } catch (RevisionException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_UNAVAILABLE, e.getMessage());
        }
    }

    private void committed(Ledger next) {
        try {
            revisions.commit(next);
        } catch (RevisionException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_UNAVAILABLE, e.getMessage());
        }
    }

    private Map<String, Object> answer(Reload.Pending later, boolean changed) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("revision", now().revision());
        answer.put("changed", changed);
        answer.put("restart_required", later.restart());
        answer.put("under_way", later.underWay());
        Ledger ledger = revisions.ledger();
        ledger.trial().ifPresent(trial -> answer.put("try", trial(ledger, trial)));
        return answer;
    }

    @Override
    public synchronized Object confirm(Operator by) {
        Ledger ledger = revisions.ledger();
        if (ledger.trial().isEmpty()) {
            throw ConfigRequest.bad("nothing is being tried");
        }
        committed(ledger.confirmed());
        log.info("configuration confirmed revision={} by={} from={}", now().revision(), by.who(), by.from());
        return answer(new Reload.Pending(List.of(), List.of()), false);
    }

    @Override
    public Object synced(Map<String, Object> body, Operator by) {
        SyncReport report = SyncReport.of(body, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        sync = Optional.of(report);
        return report.answer();
    }

    /** Ends a trial whose time is up, or under which something burns. Often. */
    synchronized void look() {
        Ledger ledger = revisions.ledger();
        ledger.trial().ifPresent(trial -> {
            boolean late = !clock.instant().isBefore(trial.until());
            Optional<String> why = late
                    ? Optional.of("it was not confirmed in time")
                    : Optional.of(burning).filter(_ -> watched).flatMap(Burning::now);
            why.ifPresent(reason -> goBack(ledger, trial, reason));
        });
    }

    private void goBack(Ledger ledger, Trial trial, String reason) {
        String tried = now().revision();
        Entry back = ledger.entry(trial.back()).orElseThrow();
        String why = "back from " + tried + ": " + reason;
        put(revisions.load(back.revision()), Origin.of("kefu", "", why), Optional.empty(), false);
        trouble = Optional.of("revision " + tried + " was tried and taken back: " + reason);
        audited(back.revision(), why);
        log.warn("configuration taken back from={} to={} because {}", tried, back.revision(), reason);
    }

    /** What operators ask for is written down where it comes in; this nobody asked for. */
    private void audited(String revision, String why) {
        Act act = new Act(Actor.system("config"), Act.SERVER, "config.rollback", "config", "revision " + revision);
        try {
            audit.note(act, Outcome.DONE, why);
        } catch (AuditUnavailableException e) {
            log.error("audit=unwritten action={} object={}: {}", act.action(), act.object(), e.getMessage());
        }
    }

    /** Every change of what is in force passes here once it is so. */
    private static void record(Entry entry) {
        log.info(
                "configuration revision={} number={} by={} from={} source={} commit={} why={}",
                entry.revision(),
                entry.number(),
                entry.origin().who(),
                entry.origin().from(),
                entry.origin().source(),
                entry.origin().commit(),
                entry.origin().why());
    }
}
