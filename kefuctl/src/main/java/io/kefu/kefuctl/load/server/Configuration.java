package io.kefu.kefuctl.load.server;

import io.kefu.server.app.QuickStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The quick-start configuration with limits that no load generator meets. */
public final class Configuration {

    /** Sees every conversation. Not {@code admin}: whose password the server sets at its first start, which ends tokens. */
    static final String OPERATOR = "operator";

    private Configuration() {}

    /** With the bot, the groups and the agent of the quick start; slow clients are closed as early as by default. */
    public static void quickStart(Path data) throws IOException {
        write(data, "256KiB", "25s");
    }

    /** Without the bot, with the bounds on one connection that are the default; who does not answer is missed in 13 s. */
    static void bounded(Path data) throws IOException {
        write(data, "256KiB", "5s");
        noBot(data);
    }

    /** Without the bot: a conversation goes to the queue at once. */
    public static void withoutBot(Path data) throws IOException {
        write(data, "16MiB", "25s");
        noBot(data);
    }

    private static void noBot(Path data) throws IOException {
        Path routing = data.resolve("config/routing.yaml");
        Files.writeString(routing, """
                apiVersion: kefu.io/v1
                kind: RoutingPolicy
                metadata: {name: default}
                spec:
                  otherwise: {group: support}
                  queue: {max: 1000, timeout: 1h, then: leave-message, announce: false}
                """);
    }

    /** So many agents more, each alone in a group of its own, and a supervisor of them all. */
    public static void desks(Path data, int count) throws IOException {
        StringBuilder documents = new StringBuilder("""
                apiVersion: kefu.io/v1
                kind: Agent
                metadata: {name: %s}
                spec: {role: supervisor}
                """.formatted(OPERATOR));
        for (int i = 0; i < count; i++) {
            documents.append("""
                    ---
                    apiVersion: kefu.io/v1
                    kind: Group
                    metadata: {name: %1$s}
                    spec: {idle: {remind: 0s, close: 0s}, unanswered: {after: 0s}}
                    ---
                    apiVersion: kefu.io/v1
                    kind: Agent
                    metadata: {name: %1$s}
                    spec: {groups: [%1$s]}
                    """.formatted(desk(i)));
        }
        Files.writeString(data.resolve("config/desks.yaml"), documents);
    }

    /** What the agent of that number, from 0, and its group are called. */
    static String desk(int number) {
        return "desk-" + number;
    }

    private static void write(Path data, String outboundQueue, String heartbeat) throws IOException {
        Path config = data.resolve("config");
        if (!QuickStart.isConfigured(config)) {
            Files.createDirectories(config);
            QuickStart.write(config);
            neverImpatient(config.resolve("groups.yaml"));
            Files.writeString(
                    config.resolve("channel.yaml"),
                    "  limits: {messages: {perSecond: 1000000, burst: 10000000}, visitorsPerMinute: 10000000}\n",
                    StandardOpenOption.APPEND);
        }
        Files.writeString(config.resolve("server.yaml"), """
                apiVersion: kefu.io/v1
                kind: Server
                metadata: {name: bench}
                spec:
                  listeners:
                    public: {host: 127.0.0.1, port: 8080}
                    admin: {host: 127.0.0.1, port: 8081}
                  limits:
                    outboundQueue: %s
                    connections: 1000000
                    handshakesPerSecond: 100000
                    connectionsPerAddress: 1000000
                    handshakesPerSecondPerAddress: 100000
                    openingConnections: 1000000
                    openingConnectionsPerAddress: 1000000
                    visitor: {messagesPerSecond: 10000, burst: 100000}
                    agent: {messagesPerSecond: 10000, burst: 100000}
                    connection: {framesPerSecond: 100000, burst: 1000000}
                    address: {messagesPerSecond: 1000000, burst: 10000000}
                    visitorsPerMinutePerAddress: 100000
                    signInsPerMinutePerAddress: 1000
                    signInsPerMinutePerAgent: 1000
                    filesPerMinute: 10000
                    requestsPerSecondPerAddress: 1000000
                    requestsPerSecondPerCaller: 1000000
                  overload: {target: 1m, interval: 10m}
                  heartbeat: %s
                """.formatted(outboundQueue, heartbeat));
    }

    /** The server then writes nothing by itself: what clients sent and saw is all that there is. */
    private static void neverImpatient(Path groups) throws IOException {
        String patient = Files.readString(groups)
                .replaceAll("(?m)^  unanswered:.*$", "")
                .replace("\nspec:\n", "\nspec:\n  idle: {remind: 0s, close: 0s}\n  unanswered: {after: 0s}\n");
        Files.writeString(groups, patient);
    }
}
