package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.STORAGE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The tiers, backups and what is to be erased or kept, as the running server tells. */
final class StorageChecks {

    /** The oldest that is tested with: major and minor number, as one. */
    private static final Map<String, Integer> OLDEST =
            Map.of("redis", 7_000, "mysql", 8_004, "postgresql", 14_000, "clickhouse", 24_003);

    private static final int MOST_HOLDS = 1_000;
    private static final int YEAR = 365;

    private StorageChecks() {}

    static List<Check> all() {
        return List.of(
                reachable(),
                lag(),
                versions(),
                aside(),
                disagreeing(),
                changes(),
                left(),
                files(),
                erasures(),
                holds(),
                backup());
    }

    private static Probe storage(BiFunction<JsonNode, Scene, Finding> look) {
        return scene -> scene.server()
                .map(ServerFacts::storage)
                .filter(report -> !report.isMissingNode())
                .map(report -> look.apply(report, scene))
                .orElseGet(() -> Finding.skip("no server runs there"));
    }

    /** The names of the tiers of which something is so. */
    private static List<String> tiers(JsonNode report, Predicate<JsonNode> wrong) {
        List<String> names = new ArrayList<>();
        for (JsonNode tier : report.path("tiers")) {
            if (wrong.test(tier)) {
                names.add(tier.path("name").asString("") + " ("
                        + tier.path("engine").asString("") + ")");
            }
        }
        return names;
    }

    private static Finding none(Verdict otherwise, List<String> found, String fine) {
        return found.isEmpty() ? Finding.ok("%s", fine) : Finding.of(otherwise, "%s", String.join(", ", found));
    }

    private static Check reachable() {
        return Check.of(STORAGE, "KEFU-D120", "the tiers answer")
                .measures("`available` of each tier: fails when one does not answer.")
                .why("History and search are partial, and the journal has to be kept until it is back.")
                .fix("kefuctl storage status says what it answers; see KEFU-D066")
                .probe(storage((report, _) -> none(
                        Verdict.FAIL,
                        tiers(report, tier -> !tier.path("available").asBoolean(false)),
                        report.path("tiers").size() + " answer")));
    }

    private static Check lag() {
        return Check.of(STORAGE, "KEFU-D121", "how far the tiers are behind")
                .measures("`lag_seconds` of each tier: warns over 120.")
                .why("Search and history do not show the last minutes.")
                .fix("kefuctl storage status; the engine is slow, or was away and catches up")
                .probe(storage((report, _) -> none(
                        Verdict.WARN,
                        tiers(report, tier -> tier.path("lag_seconds").asDouble(0) > 120),
                        "none by two minutes")));
    }

    private static Check versions() {
        return Check.of(STORAGE, "KEFU-D122", "the engines' versions")
                .measures(
                        "The version of each engine elsewhere: warns under Redis 7, MySQL 8.4, PostgreSQL 14, ClickHouse"
                                + " 24.3.")
                .why("Older ones were never tested with, and get no repairs any more.")
                .fix("upgrade the engine")
                .probe(storage((report, _) ->
                        none(Verdict.WARN, tiers(report, StorageChecks::isOld), "as new as they should be")));
    }

    private static boolean isOld(JsonNode tier) {
        Integer oldest = OLDEST.get(tier.path("engine").asString(""));
        String[] parts = tier.path("version").asString("").split("\\D+", -1);
        return oldest != null
                && !parts[0].isEmpty()
                && Integer.parseInt(parts[0]) * 1_000
                                + (parts.length > 1 && !parts[1].isEmpty() ? Integer.parseInt(parts[1]) : 0)
                        < oldest;
    }

    private static Check aside() {
        return Check.of(STORAGE, "KEFU-D123", "records that a tier refused")
                .measures("`set_aside` and `missed` of each tier: warns over 0.")
                .why("They are in the journal alone, and go with it.")
                .fix("the log names each with the reason; then kefuctl storage repair")
                .probe(storage((report, _) -> none(
                        Verdict.WARN,
                        tiers(
                                report,
                                tier -> tier.path("set_aside").asLong(0) > 0
                                        || tier.path("missed").asLong(0) > 0),
                        "none")));
    }

    private static Check disagreeing() {
        return Check.of(STORAGE, "KEFU-D124", "days on which the tiers disagree")
                .measures("`disagreeing` of `kefuctl storage status`: warns at each.")
                .why("Such a day never leaves the warm tier, which grows.")
                .fix("kefuctl storage verify, look at it, then kefuctl storage repair")
                .probe(storage((report, _) -> Finding.of(
                        report.path("disagreeing").isEmpty() ? Verdict.OK : Verdict.WARN,
                        "%d days",
                        report.path("disagreeing").size())));
    }

    private static Check changes() {
        return Check.of(STORAGE, "KEFU-D125", "a change of engines goes on")
                .measures("`changes` of `kefuctl storage status` with a reason to wait: warns at each.")
                .why("The journal is not cut until the change is over: its disk fills.")
                .fix("kefuctl storage status says what it waits for; applying the old policy gives it up")
                .probe(storage((report, _) -> {
                    List<String> waiting = new ArrayList<>();
                    report.path("changes").forEach(change -> {
                        if (!change.path("reason").asString("").isEmpty()) {
                            waiting.add(change.path("tier").asString("") + ": "
                                    + change.path("reason").asString(""));
                        }
                    });
                    return none(Verdict.WARN, waiting, "none waits");
                }));
    }

    private static Check left() {
        return Check.of(STORAGE, "KEFU-D126", "engines that were left")
                .measures("`left` of `kefuctl storage status`: warns at each.")
                .why("They hold messages that no erasure reaches.")
                .fix("drop them when you no longer want them (docs/operations.md)")
                .probe(storage((report, _) -> {
                    List<String> names = new ArrayList<>();
                    report.path("left").forEach(each -> names.add(each.asString("")));
                    return none(Verdict.WARN, names, "none");
                }));
    }

    private static Check files() {
        return Check.of(STORAGE, "KEFU-D127", "the store of files")
                .measures("`files.available` of `kefuctl storage status`: fails when they cannot be stored or read.")
                .why("Pictures are not shown and not taken.")
                .fix("kefuctl storage status says why")
                .probe(storage((report, _) -> Finding.of(
                        report.path("files").path("available").asBoolean(true) ? Verdict.OK : Verdict.FAIL,
                        "%s %s",
                        report.path("files").path("engine").asString("?"),
                        report.path("files").path("reason").asString(""))));
    }

    private static Check erasures() {
        return Check.of(STORAGE, "KEFU-D128", "erasures that wait")
                .measures("The oldest erasure that is not done: warns over a day, fails over 30 days.")
                .why("Whoever asked to be erased is not yet; the law gives a month.")
                .fix("kefuctl storage status says what they wait for: a tier that is away, mostly")
                .probe(storage((report, scene) -> {
                    String oldest =
                            report.path("erasures").path("oldest_asked_at").asString("");
                    if (report.path("erasures").path("pending").asLong(0) == 0 || oldest.isEmpty()) {
                        return Finding.ok("none waits");
                    }
                    long days = days(oldest, scene);
                    return days > 30
                            ? Finding.fail("the oldest for %d days", days)
                            : Finding.atMost(Verdict.WARN, days, 0, "the oldest for %d days", days);
                }));
    }

    private static Check holds() {
        return Check.of(STORAGE, "KEFU-D129", "conversations that are held")
                .measures("How many, and since when: warns over 1,000, or over two years.")
                .why(
                        "They are kept whatever their age and whoever asks to be erased: each needs a reason that still holds.")
                .fix("kefuctl storage hold list, then kefuctl storage hold remove CONVERSATION")
                .probe(scene -> {
                    if (scene.server().isEmpty()) {
                        return Finding.skip("no server runs there");
                    }
                    JsonNode items = scene.server().get().holds().path("items");
                    long oldest = 0;
                    for (JsonNode each : items) {
                        String since = each.path("since").asString("");
                        oldest = since.isEmpty() ? oldest : Math.max(oldest, days(since, scene));
                    }
                    boolean fine = items.size() <= MOST_HOLDS && oldest <= 2 * YEAR;
                    return Finding.of(
                            fine ? Verdict.OK : Verdict.WARN, "%d, the oldest for %d days", items.size(), oldest);
                });
    }

    private static Check backup() {
        return Check.of(STORAGE, "KEFU-D130", "the last backup")
                .measures("Days since `kefuctl backup create`: warns over 7, or when none was ever made.")
                .why("What was written since is lost with the disk.")
                .fix("kefuctl backup create /backup/kefu-$(date +%F).zip, every night, to another disk")
                .probe(scene -> {
                    if (scene.server().isEmpty()) {
                        return Finding.skip("no server runs there");
                    }
                    JsonNode last = scene.server().get().inside().path("last_backup");
                    String at = last.path("at").asString("");
                    if (at.isEmpty()) {
                        return Finding.warn("none was made yet");
                    }
                    long days = days(at, scene);
                    return Finding.atMost(Verdict.WARN, days, 7, "%d days ago", days);
                });
    }

    private static long days(String since, Scene scene) {
        return Duration.between(Instant.parse(since), scene.host().now()).toDays();
    }
}
