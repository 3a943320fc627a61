package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.CONFIGURATION;

import io.kefu.config.Document;
import io.kefu.config.Documents;
import io.kefu.config.Secret;
import io.kefu.server.admin.AgentConfig;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.reply.AutoReplyConfig;
import io.kefu.server.reply.KnowledgeBaseConfig;
import io.kefu.server.routing.GroupConfig;
import io.kefu.server.routing.RoutingPolicyConfig;
import io.kefu.server.routing.RoutingPolicyConfig.RuleConfig;
import io.kefu.server.routing.RoutingPolicyConfig.To;
import io.kefu.storage.StoragePolicyConfig;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds, and may be mistaken all the same. */
final class ConfigurationChecks {

    private static final Pattern CHANNEL_NAME = Pattern.compile("channel\\.name\\s*==\\s*[\"']([^\"']+)[\"']");

    private static final List<String> EXAMPLES =
            List.of("for-trying-only", "not-set", "example", "changeme", "change-me");

    private ConfigurationChecks() {}

    static List<Check> all() {
        return List.of(
                holds(),
                origins(),
                exampleSecrets(),
                anonymous(),
                emptyGroups(),
                lonelyGroups(),
                unusedPolicies(),
                deadRules(),
                doubledQuestions(),
                unusedKnowledge(),
                idleAgents(),
                administrators(),
                circles());
    }

    /** Finds names of what is wrong. */
    @FunctionalInterface
    private interface Search {
        List<String> in(Documents documents);
    }

    /** Warns with the names that were found. */
    private static Probe none(String fine, Search search) {
        return scene -> {
            if (scene.documents().isEmpty()) {
                return Finding.skip("no configuration to look at (--config DIR)");
            }
            List<String> found = search.in(scene.documents().get());
            return found.isEmpty() ? Finding.ok("%s", fine) : Finding.warn("%s", names(found));
        };
    }

    private static String names(List<String> found) {
        String first = found.stream().limit(5).collect(Collectors.joining(", "));
        return first + (found.size() > 5 ? " and " + (found.size() - 5) + " more" : "");
    }

    private static <T extends Record> List<String> namesOf(
            Documents documents, Class<T> kind, Predicate<Document<T>> wrong) {
        return documents.of(kind).stream().filter(wrong).map(Document::name).toList();
    }

    private static Check holds() {
        return Check.of(CONFIGURATION, "KEFU-D080", "the configuration holds")
                .measures("What `kefuctl config validate` says: fails when anything is wrong.")
                .why("The server does not start with it, and a running one refuses it.")
                .fix("kefuctl config validate DIR names each place, and what to write instead")
                .beforeInstall()
                .probe(scene -> scene.config().isEmpty()
                        ? Finding.skip("no configuration to look at (--config DIR)")
                        : scene.documents()
                                .map(all -> Finding.ok(
                                        "%d documents, revision %s", all.all().size(), all.revision()))
                                .orElseGet(() -> Finding.fail(
                                        "%d problems; %s",
                                        scene.problems().size(),
                                        scene.problems().getFirst())));
    }

    private static Check origins() {
        return Check.of(CONFIGURATION, "KEFU-D081", "pages that may connect")
                .measures("`allowedOrigins` of each channel: warns at one with plain http that is not this machine.")
                .why(
                        "Whoever is between a customer and such a page can put a script into it that writes as the customer.")
                .fix("serve the page by https, and write that origin")
                .beforeInstall()
                .probe(none(
                        "all are https, or of this machine",
                        all -> all.of(ChannelConfig.class).stream()
                                .flatMap(channel -> channel.spec().allowedOrigins().stream()
                                        .filter(ConfigurationChecks::plain)
                                        .map(origin -> channel.name() + ": " + origin))
                                .toList()));
    }

    private static boolean plain(String origin) {
        return origin.startsWith("http://") && !origin.matches("http://(localhost|127\\..*|\\[::1\\].*)(:\\d+)?");
    }

    private static Check exampleSecrets() {
        return Check.of(CONFIGURATION, "KEFU-D082", "secrets of the examples")
                .measures(
                        "`visitorSecret` of each channel and the passwords of the StoragePolicy: warns at one that stands in the"
                                + " examples.")
                .why("Everybody knows it: anybody can be any of your customers, or read the database.")
                .fix("head -c 32 /dev/urandom | base64 > config/secrets/visitor.key, and ${file:secrets/visitor.key}")
                .beforeInstall()
                .probe(none("none", ConfigurationChecks::examplesIn));
    }

    private static List<String> examplesIn(Documents all) {
        List<String> found = new ArrayList<>(namesOf(
                all,
                ChannelConfig.class,
                channel -> channel.spec()
                        .visitorSecret()
                        .filter(ConfigurationChecks::isExample)
                        .isPresent()));
        StoragePolicyConfig policy = all.single(StoragePolicyConfig.class);
        policy.hot().password().filter(ConfigurationChecks::isExample).ifPresent(_ -> found.add("hot tier"));
        policy.warm().password().filter(ConfigurationChecks::isExample).ifPresent(_ -> found.add("warm tier"));
        policy.cold().password().filter(ConfigurationChecks::isExample).ifPresent(_ -> found.add("cold tier"));
        return found;
    }

    private static boolean isExample(Secret secret) {
        String lower = secret.reveal().toLowerCase(Locale.ROOT);
        return EXAMPLES.stream().anyMatch(lower::contains);
    }

    private static Check anonymous() {
        return Check.of(CONFIGURATION, "KEFU-D083", "rules that want to know the visitor")
                .measures("Channels without `visitorSecret` whose policy has a rule over `visitor.tags` or"
                        + " `visitor.external_id`: warns at each.")
                .why("Without a signed identity a visitor has no tags: the rule never matches there.")
                .fix("give the channel a visitorSecret, and sign identities on your server")
                .beforeInstall()
                .probe(none(
                        "none",
                        all -> namesOf(
                                all,
                                ChannelConfig.class,
                                channel -> channel.spec().visitorSecret().isEmpty() && asksWho(all, channel.spec()))));
    }

    private static boolean asksWho(Documents all, ChannelConfig channel) {
        return all.find(RoutingPolicyConfig.class, channel.route()).stream()
                .flatMap(policy -> policy.spec().rules().stream())
                .anyMatch(rule ->
                        rule.when().contains("visitor.tags") || rule.when().contains("visitor.external_id"));
    }

    private static Check emptyGroups() {
        return Check.of(CONFIGURATION, "KEFU-D084", "groups with nobody in them")
                .measures("Groups that no Agent names: warns at each that conversations may come to.")
                .why("Whoever is sent there waits for nobody, until the queue's timeout.")
                .fix("name the group in `groups` of an Agent, or lead conversations elsewhere")
                .beforeInstall()
                .probe(none("none", all -> {
                    Set<String> manned = all.of(AgentConfig.class).stream()
                            .flatMap(agent -> agent.spec().groups().stream())
                            .collect(Collectors.toSet());
                    Set<String> led = led(all);
                    return namesOf(
                            all,
                            GroupConfig.class,
                            group -> !manned.contains(group.name()) && led.contains(group.name()));
                }));
    }

    private static Check lonelyGroups() {
        return Check.of(CONFIGURATION, "KEFU-D085", "groups that nothing leads to")
                .measures("Groups that no rule, `otherwise`, `fallback` or `overflow` names: warns at each.")
                .why("Its agents see conversations only when somebody transfers one by hand.")
                .fix("add a rule that leads there, or remove the group")
                .beforeInstall()
                .probe(none("none", all -> {
                    Set<String> led = led(all);
                    return namesOf(all, GroupConfig.class, group -> !led.contains(group.name()));
                }));
    }

    /** Groups that conversations may come to by themselves. */
    private static Set<String> led(Documents all) {
        Set<String> led = all.of(RoutingPolicyConfig.class).stream()
                .flatMap(policy -> Stream.concat(
                        policy.spec().rules().stream().map(RuleConfig::to),
                        Stream.of(policy.spec().otherwise())))
                .flatMap(to -> Stream.of(to.group(), to.fallback()))
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(HashSet::new));
        all.of(GroupConfig.class).forEach(group -> group.spec().overflow().ifPresent(led::add));
        return led;
    }

    private static Check unusedPolicies() {
        return Check.of(CONFIGURATION, "KEFU-D086", "routing policies that no channel follows")
                .measures("RoutingPolicies that no Channel names in `route`: warns at each.")
                .why("Somebody changes its rules and wonders why nothing happens.")
                .fix("name it in `route` of a Channel, or remove it")
                .beforeInstall()
                .probe(none("none", all -> {
                    Set<String> followed = all.of(ChannelConfig.class).stream()
                            .map(channel -> channel.spec().route())
                            .collect(Collectors.toSet());
                    return namesOf(all, RoutingPolicyConfig.class, policy -> !followed.contains(policy.name()));
                }));
    }

    private static Check deadRules() {
        return Check.of(CONFIGURATION, "KEFU-D087", "rules that can never match")
                .measures(
                        "Rules that say `false`, stand after one that says `true` or the same, or name a channel that is not"
                                + " declared: warns at each.")
                .why("What the rule was written for goes elsewhere, and nobody notices.")
                .fix("kefuctl config explain RoutingPolicy; mend the condition, or move the rule up")
                .beforeInstall()
                .probe(none(
                        "none",
                        all -> all.of(RoutingPolicyConfig.class).stream()
                                .flatMap(policy ->
                                        dead(all, policy.spec()).stream().map(rule -> policy.name() + "/" + rule))
                                .toList()));
    }

    private static List<String> dead(Documents all, RoutingPolicyConfig policy) {
        List<String> dead = new ArrayList<>();
        Set<String> before = new HashSet<>();
        for (RuleConfig rule : policy.rules()) {
            String when = rule.when().strip();
            if (when.equals("false") || before.contains("true") || before.contains(when) || namesNobody(all, when)) {
                dead.add(rule.name());
            }
            // A bot may be out of its hours: the same condition then leads further.
            if (rule.to().bot().isEmpty()) {
                before.add(when);
            }
        }
        return dead;
    }

    private static boolean namesNobody(Documents all, String when) {
        Matcher found = CHANNEL_NAME.matcher(when);
        return !when.contains("||")
                && found.find()
                && all.find(ChannelConfig.class, found.group(1)).isEmpty();
    }

    private static Check doubledQuestions() {
        return Check.of(CONFIGURATION, "KEFU-D088", "questions that are answered twice")
                .measures(
                        "`ask` of the entries of all KnowledgeBases of one bot, without case and spaces: warns at each that"
                                + " stands in two entries.")
                .why("Customers get now one answer, now the other; the older one is often wrong.")
                .fix("remove one of them")
                .beforeInstall()
                .probe(none(
                        "none",
                        all -> all.of(AutoReplyConfig.class).stream()
                                .flatMap(bot -> doubled(all, bot.spec()).stream())
                                .distinct()
                                .toList()));
    }

    private static Set<String> doubled(Documents all, AutoReplyConfig bot) {
        Set<String> seen = new HashSet<>();
        Set<String> doubled = new LinkedHashSet<>();
        for (String base : bot.knowledgeBases()) {
            all.find(KnowledgeBaseConfig.class, base).stream()
                    .flatMap(found -> found.spec().entries().stream())
                    .forEach(entry -> entry.ask().stream()
                            .map(ConfigurationChecks::plainly)
                            .distinct()
                            .filter(question -> !seen.add(question))
                            .forEach(question -> doubled.add("\"" + question + "\"")));
        }
        return doubled;
    }

    private static String plainly(String question) {
        return Normalizer.normalize(question, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Punct}？。！，]+", " ")
                .strip();
    }

    private static Check unusedKnowledge() {
        return Check.of(CONFIGURATION, "KEFU-D089", "bots and knowledge that nothing uses")
                .measures(
                        "AutoReplies that no rule leads to, and KnowledgeBases that no AutoReply names: warns at each.")
                .why("Somebody mends an answer that is never given.")
                .fix("name it where it is to be used, or remove it")
                .beforeInstall()
                .probe(none("none", all -> {
                    Set<String> bots = all.of(RoutingPolicyConfig.class).stream()
                            .flatMap(policy -> Stream.concat(
                                    policy.spec().rules().stream().map(RuleConfig::to),
                                    Stream.of(policy.spec().otherwise())))
                            .map(To::bot)
                            .flatMap(Optional::stream)
                            .collect(Collectors.toSet());
                    Set<String> bases = all.of(AutoReplyConfig.class).stream()
                            .flatMap(bot -> bot.spec().knowledgeBases().stream())
                            .collect(Collectors.toSet());
                    return Stream.concat(
                                    namesOf(all, AutoReplyConfig.class, bot -> !bots.contains(bot.name())).stream(),
                                    namesOf(all, KnowledgeBaseConfig.class, base -> !bases.contains(base.name()))
                                            .stream())
                            .toList();
                }));
    }

    private static Check idleAgents() {
        return Check.of(CONFIGURATION, "KEFU-D090", "agents without a group")
                .measures("Agents of the role `agent` in no group: warns at each.")
                .why("They see no conversation at all.")
                .fix("name a group in `groups` of the Agent")
                .beforeInstall()
                .probe(none(
                        "none",
                        all -> namesOf(
                                all,
                                AgentConfig.class,
                                agent -> agent.spec().role() == AgentConfig.Role.AGENT
                                        && agent.spec().groups().isEmpty())));
    }

    private static Check administrators() {
        return Check.of(CONFIGURATION, "KEFU-D091", "somebody is administrator")
                .measures("Agents of the role `admin`: warns when there is none.")
                .why("Nobody can change agents or look at storage in the console.")
                .fix("role: admin for one Agent")
                .beforeInstall()
                .probe(none(
                        "one at least",
                        all -> namesOf(
                                                all,
                                                AgentConfig.class,
                                                agent -> agent.spec().role() == AgentConfig.Role.ADMIN)
                                        .isEmpty()
                                ? List.of("no Agent is administrator")
                                : List.of()));
    }

    private static Check circles() {
        return Check.of(CONFIGURATION, "KEFU-D092", "overflow that leads round in a circle")
                .measures("`overflow` of groups, followed from each: warns at one that comes back to itself.")
                .why("A conversation that no group can take is handed on between them.")
                .fix("let the last group of the chain have no overflow")
                .beforeInstall()
                .probe(none("none", all -> {
                    Function<String, Optional<String>> next = name -> all.find(GroupConfig.class, name)
                            .flatMap(group -> group.spec().overflow());
                    return namesOf(all, GroupConfig.class, group -> circles(group.name(), next));
                }));
    }

    private static boolean circles(String name, Function<String, Optional<String>> next) {
        Set<String> seen = new HashSet<>();
        Optional<String> here = next.apply(name);
        while (here.isPresent() && seen.add(here.get())) {
            if (here.get().equals(name)) {
                return true;
            }
            here = next.apply(here.get());
        }
        return false;
    }
}
