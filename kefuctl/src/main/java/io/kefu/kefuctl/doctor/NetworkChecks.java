package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.NETWORK;

import io.kefu.server.app.ServerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the server listens on, and whom it has to reach. */
final class NetworkChecks {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");
    private static final int PUBLIC = 8080;
    private static final int ADMIN = 8081;

    private NetworkChecks() {}

    static List<Check> all() {
        return List.of(publicPort(), adminPort(), privateAdmin(), plainText(), self(), names(), engines());
    }

    private static Check publicPort() {
        return Check.of(NETWORK, "KEFU-D060", "the public port")
                .measures(
                        "Who listens on `listeners.public.port` (8080 without a configuration): fails when another process"
                                + " than the server does.")
                .why("The server does not start: the port is taken.")
                .fix("stop that process, or choose another port: listeners.public.port of Server")
                .beforeInstall()
                .probe(scene -> port(
                        scene,
                        scene.single(ServerConfig.class)
                                .map(server -> server.listeners().open().port())
                                .orElse(PUBLIC)));
    }

    private static Check adminPort() {
        return Check.of(NETWORK, "KEFU-D061", "the admin port")
                .measures(
                        "Who listens on `listeners.admin.port` (8081 without a configuration): fails when another process"
                                + " than the server does.")
                .why("The server does not start: the port is taken.")
                .fix("stop that process, or choose another port: listeners.admin.port of Server")
                .beforeInstall()
                .probe(scene -> port(
                        scene,
                        scene.single(ServerConfig.class)
                                .map(server -> server.listeners().admin().port())
                                .orElse(ADMIN)));
    }

    private static Finding port(Scene scene, int port) throws IOException {
        if (port == 0) {
            return Finding.ok("any that is free");
        }
        Optional<String> by = scene.host().listener(port);
        if (by.isEmpty()) {
            return Finding.ok("%d is free", port);
        }
        boolean ours = by.get().startsWith("process " + scene.pid() + " ");
        return Finding.of(ours ? Verdict.OK : Verdict.FAIL, "%d is held by %s", port, by.get());
    }

    private static Check privateAdmin() {
        return Check.of(NETWORK, "KEFU-D062", "the admin listener is private")
                .measures("`listeners.admin.host`: warns when it is not of this machine alone.")
                .why("Whoever reaches it may try tokens, and reads the metrics without one.")
                .fix("listeners.admin.host: 127.0.0.1, or a firewall before it")
                .beforeInstall()
                .probe(scene -> scene.single(ServerConfig.class)
                        .map(server -> server.listeners().admin().host())
                        .map(host -> Finding.of(LOOPBACK.contains(host) ? Verdict.OK : Verdict.WARN, "%s", host))
                        .orElseGet(NetworkChecks::unconfigured));
    }

    private static Check plainText() {
        return Check.of(NETWORK, "KEFU-D063", "what customers write is not readable on the way")
                .measures(
                        "Whether TLS ends in the server, or in a proxy that `trustedProxies` names, or it listens on this"
                                + " machine alone: warns when none is so.")
                .why("Anybody between a customer and the server reads along, and browsers give a plain page no"
                        + " notifications.")
                .fix("listeners.public.tls of Server, or a proxy that ends TLS and stands in trustedProxies")
                .beforeInstall()
                .probe(scene -> scene.single(ServerConfig.class)
                        .map(NetworkChecks::plainText)
                        .orElseGet(NetworkChecks::unconfigured));
    }

    private static Finding plainText(ServerConfig server) {
        ServerConfig.Public open = server.listeners().open();
        return open.tls().isPresent()
                ? Finding.ok("TLS ends in the server")
                : !server.trustedProxies().isEmpty()
                        ? Finding.ok(
                                "%d proxies are declared",
                                server.trustedProxies().size())
                        : Finding.of(
                                LOOPBACK.contains(open.host()) ? Verdict.OK : Verdict.WARN,
                                "plain HTTP on %s",
                                open.host());
    }

    private static Finding unconfigured() {
        return Finding.skip("no configuration to look at (--config DIR)");
    }

    private static Check self() {
        return Check.of(NETWORK, "KEFU-D064", "this machine's own name")
                .measures("How long `localhost` takes to be resolved: fails when it cannot be, warns over 1 s.")
                .why("Libraries look it up at the start: the server starts slowly, or not at all.")
                .fix("a line `127.0.0.1 localhost` in /etc/hosts")
                .beforeInstall()
                .probe(scene -> resolved(scene, List.of("localhost")));
    }

    private static Check names() {
        return Check.of(NETWORK, "KEFU-D065", "the engines' names")
                .measures(
                        "How long each host name of the StoragePolicy takes to be resolved: fails when one cannot be, warns"
                                + " over 1 s.")
                .why("A tier whose name is not found lags until it is.")
                .fix("getent hosts NAME; mend /etc/resolv.conf, or write the address into the StoragePolicy")
                .beforeInstall()
                .probe(scene -> {
                    List<String> names = Engines.names(scene);
                    return names.isEmpty() ? Finding.ok("no name to look up") : resolved(scene, names);
                });
    }

    private static Finding resolved(Scene scene, List<String> names) {
        List<String> unknown = new ArrayList<>();
        Duration longest = Duration.ZERO;
        for (String name : names) {
            Optional<Duration> took = scene.host().resolves(name);
            if (took.isEmpty()) {
                unknown.add(name);
            }
            Duration before = longest;
            longest = took.filter(each -> each.compareTo(before) > 0).orElse(longest);
        }
        return unknown.isEmpty()
                ? Finding.atMost(Verdict.WARN, longest.toMillis(), 1_000, "%d ms", longest.toMillis())
                : Finding.fail("not found: %s", String.join(", ", unknown));
    }

    private static Check engines() {
        return Check.of(NETWORK, "KEFU-D066", "the engines can be reached")
                .measures("A TCP connection to each address of the StoragePolicy: fails when one is not taken in 2 s.")
                .why("A tier that cannot be reached lags: history is partial until it can.")
                .fix("see that the engine runs, and what firewall is between (nc -vz HOST PORT)")
                .beforeInstall()
                .probe(scene -> {
                    List<Engines.Place> places = Engines.of(scene);
                    List<String> away = places.stream()
                            .filter(place -> !scene.host().reaches(place.host(), place.port()))
                            .map(place -> place.tier() + " at " + place)
                            .toList();
                    return places.isEmpty()
                            ? Finding.ok("all are in the server itself")
                            : away.isEmpty()
                                    ? Finding.ok("%d of %d", places.size(), places.size())
                                    : Finding.fail("not reached: %s", String.join(", ", away));
                });
    }
}
