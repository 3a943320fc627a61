package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.SERVER;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A server that runs. */
final class ServerChecks {

    private ServerChecks() {}

    static List<Check> all() {
        return List.of(
                answers(),
                healthy(),
                version(),
                revision(),
                heap(),
                threads(),
                files(),
                errors(),
                warnings(),
                sockets(),
                overloaded(),
                heartbeats(),
                toAgents(),
                toVisitors(),
                waiting(),
                passwords(),
                channels());
    }

    /** Looks at a running server; without one there is nothing to look at. */
    private static Probe running(Function<ServerFacts, Finding> look) {
        return scene -> scene.server().map(look).orElseGet(() -> Finding.skip("no server runs there"));
    }

    /** The same for a number, which an older server may not tell. */
    private static Probe number(Function<ServerFacts, JsonNode> where, Function<Double, Finding> look) {
        return running(server -> {
            JsonNode found = where.apply(server);
            return found.isNumber() ? look.apply(found.asDouble()) : Finding.skip("the server does not tell");
        });
    }

    private static Check answers() {
        return Check.of(SERVER, "KEFU-D100", "a server runs and answers")
                .measures(
                        "Whether the server that `run.json` names answers on its admin listener: warns when none does.")
                .why("Nobody is served.")
                .fix("kefuctl up --data DIR, or systemctl start kefu; its log says why it ended")
                .probe(scene -> scene.server()
                        .map(server -> Finding.ok(
                                "process %d, version %s",
                                server.pid(), server.status().path("version").asString("?")))
                        .orElseGet(() -> Finding.warn("no server runs there")));
    }

    private static Check healthy() {
        return Check.of(SERVER, "KEFU-D101", "the server says that it is well")
                .measures("`health` and `problems` of `kefuctl status`: fails when unhealthy, warns when degraded.")
                .why("What it names is what customers and agents notice first.")
                .fix("kefuctl status names each problem")
                .probe(running(server -> {
                    String health = server.status().path("health").asString("");
                    List<String> problems = new ArrayList<>();
                    server.status().path("problems").forEach(each -> problems.add(each.asString("")));
                    String measured = health + (problems.isEmpty() ? "" : ": " + String.join("; ", problems));
                    return switch (health) {
                        case "healthy" -> Finding.ok("%s", measured);
                        case "degraded" -> Finding.warn("%s", measured);
                        default -> Finding.fail("%s", measured);
                    };
                }));
    }

    private static Check version() {
        return Check.of(SERVER, "KEFU-D102", "the server's version and this command's")
                .measures(
                        "Both versions: warns when they differ, fails when their major or minor number is more than one"
                                + " apart.")
                .why("A command may ask for what the server does not know, or read its answer wrongly.")
                .fix("use the kefuctl of the server's version, or upgrade the server")
                .probe(running(server -> {
                    String theirs = server.status().path("version").asString("");
                    String measured = "server %s, kefuctl %s".formatted(theirs, server.version());
                    return theirs.equals(server.version())
                            ? Finding.ok("%s", theirs)
                            : Finding.of(near(theirs, server.version()) ? Verdict.WARN : Verdict.FAIL, "%s", measured);
                }));
    }

    private static boolean near(String a, String b) {
        int[] left = numbers(a);
        int[] right = numbers(b);
        return left[0] == right[0] && Math.abs(left[1] - right[1]) <= 1;
    }

    private static int[] numbers(String version) {
        String[] parts = version.split("\\D+", -1);
        return new int[] {number(parts, 0), number(parts, 1)};
    }

    private static int number(String[] parts, int index) {
        return index < parts.length && !parts[index].isEmpty() ? Integer.parseInt(parts[index]) : 0;
    }

    private static Check revision() {
        return Check.of(SERVER, "KEFU-D103", "the configuration in force is the one on the disk")
                .measures(
                        "The revision that the server has in force beside that of the directory: warns when they differ.")
                .why("The next start, or the next apply, changes what nobody expects to change.")
                .fix("kefuctl config apply DIR, or put the files back as they were")
                .probe(scene -> {
                    if (scene.server().isEmpty() || scene.documents().isEmpty()) {
                        return Finding.skip("it takes a running server and its configuration (--config DIR)");
                    }
                    String inForce = scene.server()
                            .get()
                            .status()
                            .path("config")
                            .path("revision")
                            .asString("");
                    String onDisk = scene.documents().get().revision();
                    return Finding.of(
                            inForce.equals(onDisk) ? Verdict.OK : Verdict.WARN,
                            "in force %s, on the disk %s",
                            inForce,
                            onDisk);
                });
    }

    private static Check heap() {
        return Check.of(SERVER, "KEFU-D104", "heap that stays in use")
                .measures(
                        "What the last collection left beside the most that may be: fails over 95 %, warns over 80 %.")
                .why("Collections take longer and longer, then the server ends.")
                .fix("KEFU_JAVA_OPTS=-Xmx2g, or fewer connections and a shorter hot tier")
                .probe(running(server -> {
                    JsonNode heap = server.inside().path("heap");
                    double most = heap.path("max_bytes").asDouble(0);
                    double left = heap.path("after_collection_bytes").asDouble(0);
                    if (most <= 0) {
                        return Finding.skip("the server does not tell");
                    }
                    double share = 100 * left / most;
                    String measured = "%.0f %% of %s".formatted(share, Proc.mib((long) most));
                    return share > 95
                            ? Finding.fail("%s", measured)
                            : Finding.atMost(Verdict.WARN, share, 80, "%s", measured);
                }));
    }

    private static Check threads() {
        return Check.of(SERVER, "KEFU-D105", "threads of the server")
                .measures("Its platform threads: warns over 1,000.")
                .why("A few dozen do the work; more are stuck somewhere, and each costs memory.")
                .fix("kefuctl debug bundle, and report it")
                .probe(number(
                        server -> server.inside().path("threads"),
                        count -> Finding.atMost(Verdict.WARN, count, 1_000, "%.0f", count)));
    }

    private static Check files() {
        return Check.of(SERVER, "KEFU-D106", "files that the server has open")
                .measures("Open files beside the most that may be: fails over 95 %, warns over 80 %.")
                .why("Beyond it nobody new gets in.")
                .fix("raise the limit (KEFU-D001) and restart: kefuctl serve --take-over")
                .probe(running(server -> {
                    double most = server.inside().path("files").path("max").asDouble(0);
                    double open = server.inside().path("files").path("open").asDouble(0);
                    if (most <= 0) {
                        return Finding.skip("the server does not tell");
                    }
                    double share = 100 * open / most;
                    String measured = "%,.0f of %,.0f".formatted(open, most);
                    return share > 95
                            ? Finding.fail("%s", measured)
                            : Finding.atMost(Verdict.WARN, share, 80, "%s", measured);
                }));
    }

    private static Check errors() {
        return Check.of(SERVER, "KEFU-D107", "errors in the log")
                .measures("Errors that were logged in the last hour: warns over 0, fails over 100.")
                .why("Each is something that the server did not expect, and somebody noticed perhaps.")
                .fix("read the log: journalctl -u kefu -p err --since -1h")
                .probe(number(
                        server -> server.inside().path("logged_last_hour").path("errors"),
                        count -> count > 100
                                ? Finding.fail("%.0f", count)
                                : Finding.atMost(Verdict.WARN, count, 0, "%.0f", count)));
    }

    private static Check warnings() {
        return Check.of(SERVER, "KEFU-D108", "warnings in the log")
                .measures("Warnings that were logged in the last hour: warns over 100.")
                .why("Something goes wrong again and again, and the server gets over it each time.")
                .fix("read the log: journalctl -u kefu -p warning --since -1h")
                .probe(number(
                        server -> server.inside().path("logged_last_hour").path("warnings"),
                        count -> Finding.atMost(Verdict.WARN, count, 100, "%.0f", count)));
    }

    private static Check sockets() {
        return Check.of(SERVER, "KEFU-D109", "how connections are carried")
                .measures("`sockets.path` of `kefuctl status`: warns at `threads`.")
                .why("Each connection has a thread and buffers of its own: idle ones cost several times the memory.")
                .fix("sockets.why of kefuctl status -o json says why; end TLS in a proxy before the server")
                .probe(running(server -> {
                    JsonNode sockets = server.status().path("sockets");
                    String path = sockets.path("path").asString("");
                    return path.isEmpty()
                            ? Finding.skip("the server does not tell")
                            : Finding.of(
                                    path.equals("threads") ? Verdict.WARN : Verdict.OK,
                                    "%s (%s)",
                                    path,
                                    sockets.path("why").asString(""));
                }));
    }

    private static Check overloaded() {
        return Check.of(SERVER, "KEFU-D110", "overload")
                .measures("`overloaded` of `kefuctl status`: fails when it is so.")
                .why("New visitors are turned away.")
                .fix("see KEFU-D045 and KEFU-D027: the disk or the processors do not keep up")
                .probe(running(server -> Finding.of(
                        server.status().path("overloaded").asBoolean(false) ? Verdict.FAIL : Verdict.OK,
                        "%s",
                        server.status().path("overloaded").asBoolean(false) ? "new visitors are refused" : "none")));
    }

    private static Check heartbeats() {
        return Check.of(SERVER, "KEFU-D111", "clients that stop answering")
                .measures("The heartbeat timeout rate of the last five minutes: warns over 5 %.")
                .why("A proxy cuts idle connections, or the network of your customers is bad: they see themselves"
                        + " reconnecting.")
                .fix("raise the proxy's read timeout above Server.heartbeat (nginx: proxy_read_timeout 75s)")
                .probe(number(
                        server -> server.status().path("figures").path("heartbeat_timeout_rate"),
                        rate -> Finding.atMost(Verdict.WARN, rate, 0.05, "%.1f %%", rate * 100)));
    }

    private static Check toAgents() {
        return latency(
                "KEFU-D112",
                "time from a visitor to an agent",
                "visitor_to_agent",
                "Agents see late what customers wrote.");
    }

    private static Check toVisitors() {
        return latency(
                "KEFU-D113",
                "time from an agent to a visitor",
                "agent_to_visitor",
                "Customers see late what agents wrote.");
    }

    private static Check latency(String id, String title, String direction, String why) {
        return Check.of(SERVER, id, title)
                .measures("p99 of the last five minutes: warns over 1 s, fails over 5 s.")
                .why(why)
                .fix("see KEFU-D045, KEFU-D027 and KEFU-D104: disk, processors, heap")
                .probe(number(
                        server -> server.status()
                                .path("figures")
                                .path("e2e_ms")
                                .path(direction)
                                .path("p99"),
                        millis -> millis > 5_000
                                ? Finding.fail("%.0f ms", millis)
                                : Finding.atMost(Verdict.WARN, millis, 1_000, "%.0f ms", millis)));
    }

    private static Check waiting() {
        return Check.of(SERVER, "KEFU-D114", "somebody is there for those who wait")
                .measures(
                        "Conversations in queues beside agents who are online: warns when some wait and nobody is online.")
                .why("Customers wait for nobody, until the queue's timeout.")
                .fix("have somebody sign in, or give the groups opening hours")
                .probe(running(server -> {
                    long queued =
                            server.status().path("conversations").path("queued").asLong(0);
                    long online = server.status().path("agents").path("online").asLong(0);
                    return Finding.of(
                            queued > 0 && online == 0 ? Verdict.WARN : Verdict.OK,
                            "%d wait, %d agents online",
                            queued,
                            online);
                }));
    }

    private static Check passwords() {
        return Check.of(SERVER, "KEFU-D115", "agents who cannot sign in")
                .measures("Agents of the configuration without a password: warns at each.")
                .why(
                        "They are counted as offline for ever; a conversation that is for one of them goes to the fallback.")
                .fix("kefuctl agent passwd NAME --generate")
                .probe(running(server -> {
                    JsonNode names = server.inside().path("agents_without_password");
                    List<String> found = new ArrayList<>();
                    names.forEach(each -> found.add(each.asString("")));
                    return names.isMissingNode()
                            ? Finding.skip("the server does not tell")
                            : found.isEmpty() ? Finding.ok("none") : Finding.warn("%s", String.join(", ", found));
                }));
    }

    private static Check channels() {
        return Check.of(SERVER, "KEFU-D116", "channels that nobody writes on")
                .measures(
                        "Channels without a conversation at hand, on a server that has been up for a day: warns at each.")
                .why("The widget is not on the page, or may not connect from it: nobody can write and nobody knows.")
                .fix("open the page and look at the browser's console; see allowedOrigins, or remove the channel")
                .probe(running(server -> {
                    JsonNode used = server.inside().path("channels_last_used");
                    long up = server.status().path("uptime_seconds").asLong(0);
                    if (used.isMissingNode() || up < 86_400) {
                        return Finding.skip("it is up for less than a day, or does not tell");
                    }
                    List<String> silent = new ArrayList<>();
                    server.status().path("channels").forEach(each -> {
                        String name = each.path("name").asString("");
                        if (!used.has(name)) {
                            silent.add(name);
                        }
                    });
                    return silent.isEmpty()
                            ? Finding.ok("all are used")
                            : Finding.warn("%s", String.join(", ", silent));
                }));
    }
}
