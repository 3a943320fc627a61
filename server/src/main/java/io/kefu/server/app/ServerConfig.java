package io.kefu.server.app;

import io.kefu.config.ByteSize;
import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.FieldProblem;
import io.kefu.config.Form;
import io.kefu.config.Key;
import io.kefu.config.Within;
import io.kefu.server.admin.http.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The kind {@code Server}. How fast visitors and agents may send changes at once, all else with a restart. */
@Doc("The process: where it listens, where its data lie, and every limit.")
public record ServerConfig(
        @Doc("Where it listens.") Listeners listeners,

        @Doc("The directory of the journal, the tiers and the files; relative to where the server is started."
                + " `--data` goes before it.")
        @Within(max = "1000")
        @Default("kefu-data")
        String dataDir,

        @Doc("Bounds on what clients may do.") Limits limits,

        @Doc("When the server takes nobody new, so that those who are there are served.")
        Overload overload,

        @Doc("Time between pings to a client; one silent for two and a half of these is closed.")
        @Within(min = "1s", max = "10m")
        @Default("25s")
        Duration heartbeat,

        @Doc("How long a stopping server waits for its clients to leave.")
        @Within(min = "0s", max = "10m")
        @Default("10s")
        Duration drain,

        @Doc("The journal, which is the truth.") Journal journal,

        @Doc(
                "Reverse proxies whose `X-Forwarded-For` and PROXY protocol header are believed, by address or network. What"
                        + " anyone else sends is ignored.")
        @Within(max = "100")
        @Form(regex = "[0-9a-fA-F.:]{2,45}(/\\d{1,3})?", is = "an address or a network such as `10.0.0.0/8`")
        List<String> trustedProxies) {

    public ServerConfig {
        trustedProxies.forEach(ServerConfig::network);
        FieldProblem.unless(
                !listeners.open().proxyProtocol() || !trustedProxies.isEmpty(),
                "trustedProxies",
                "the public listener wants PROXY protocol headers, and nobody is believed one",
                "name the load balancers, e.g. `[10.0.0.5]`, or leave `proxyProtocol` out");
    }

    private static void network(String text) {
        try {
            Network.parse(text);
        } catch (IllegalArgumentException e) {
            throw new FieldProblem(
                    "trustedProxies",
                    "`" + text + "` is no address and no network",
                    "write one such as `10.0.0.5`, `10.0.0.0/8` or `2001:db8::/32`");
        }
    }

    /** This with the rates of {@code other}: what may change without a restart. */
    ServerConfig withRatesOf(ServerConfig other) {
        Limits rates = new Limits(
                limits.maxFrameBytes(),
                limits.maxFileBytes(),
                limits.maxStoreBytes(),
                limits.outboundQueue(),
                limits.connections(),
                limits.handshakesPerSecond(),
                limits.connectionsPerAddress(),
                limits.handshakesPerSecondPerAddress(),
                limits.openingConnections(),
                limits.openingConnectionsPerAddress(),
                limits.openingTime(),
                other.limits().connection(),
                other.limits().visitor(),
                other.limits().agent(),
                other.limits().address(),
                limits.visitorsPerMinutePerAddress(),
                limits.signInsPerMinutePerAddress(),
                limits.signInsPerMinutePerAgent(),
                limits.filesPerMinute(),
                limits.requestsPerSecondPerAddress(),
                limits.requestsPerSecondPerCaller());
        return new ServerConfig(listeners, dataDir, rates, overload, heartbeat, drain, journal, trustedProxies);
    }

    /** Where it listens. */
    public record Listeners(
            @Doc("Visitors, agents and integrations: widget, console, WebSocket, REST.") @Key("public")
            Public open,

            @Doc("Operators: `/metrics`, `/healthz`, `/readyz` and what `kefuctl` speaks.")
            Admin admin) {

        public Listeners {
            FieldProblem.unless(
                    open.port() != admin.port() || open.port() == 0,
                    "admin",
                    "both listeners have port " + admin.port(),
                    "give `admin` another port, e.g. 8081");
        }
    }

    /** For everybody. */
    public record Public(
            @Doc("The address to bind.") @Within(min = "1", max = "255") @Default("0.0.0.0")
            String host,

            @Doc("The port; 0 picks a free one.") @Within(min = "0", max = "65535") @Default("8080")
            int port,

            @Doc(
                    "Whether each connection begins with a PROXY protocol header (version 1 or 2), as load balancers that pass"
                            + " TCP on send it. Only those in `trustedProxies` are believed; a connection without one is closed.")
            @Default("false")
            boolean proxyProtocol,

            @Doc("The certificate with which TLS (1.3, and 1.2 for who has nothing newer) ends in this process. Without"
                    + " it the listener speaks plain HTTP, for a proxy in front of it.")
            Optional<Certificate> tls) {}

    /** Two files in PEM; looked at again every few seconds. */
    public record Certificate(
            @Doc("The certificate, then those that vouch for it, in PEM. Relative to where the server is started.")
            @Within(min = "1", max = "1000")
            String certificateFile,

            @Doc("Its private key in PEM (PKCS #8, not encrypted). Relative to where the server is started.")
            @Within(min = "1", max = "1000")
            String keyFile) {}

    /** For operators. */
    public record Admin(
            @Doc("The address to bind.") @Within(min = "1", max = "255") @Default("127.0.0.1")
            String host,

            @Doc("The port; 0 picks a free one.") @Within(min = "0", max = "65535") @Default("8081")
            int port,

            @Doc(
                    "The certificate with which TLS ends in this process: for `kefuctl` from elsewhere, which sends a token."
                            + " Without it, keep the address to this machine. The socket file `admin.sock` in the data directory"
                            + " goes on without TLS.")
            Optional<Certificate> tls) {}

    /** Bounds on what clients may do. */
    public record Limits(
            @Doc("A message from a client, all its fragments together.")
            @Within(min = "16KiB", max = "128KiB")
            @Default("128KiB")
            ByteSize maxFrameBytes,

            @Doc("A file.") @Within(min = "1KiB", max = "1GiB") @Default("20MiB")
            ByteSize maxFileBytes,

            @Doc("All files together; beyond it none is taken.")
            @Within(min = "1MiB", max = "1024TiB")
            @Default("50GiB")
            ByteSize maxStoreBytes,

            @Doc("What may wait for a slow client before it is closed.")
            @Within(min = "64KiB", max = "64MiB")
            @Default("256KiB")
            ByteSize outboundQueue,

            @Doc("Connections at once.") @Within(min = "1", max = "1000000") @Default("20000")
            int connections,

            @Doc("New connections a second, and as many at once.") @Within(min = "1", max = "100000") @Default("1000")
            int handshakesPerSecond,

            @Doc("Connections at once from one address. Behind a reverse proxy name it in `trustedProxies`: else all"
                    + " its clients have one address.")
            @Within(min = "1", max = "1000000")
            @Default("2000")
            int connectionsPerAddress,

            @Doc("New connections a second from one address, and as many at once.")
            @Within(min = "1", max = "100000")
            @Default("200")
            int handshakesPerSecondPerAddress,

            @Doc(
                    "Connections at once that have not sent a whole request yet. One more closes the one that has taken longest.")
            @Within(min = "1", max = "1000000")
            @Default("5000")
            int openingConnections,

            @Doc("The same from one address; those in `trustedProxies` are not counted.")
            @Within(min = "1", max = "1000000")
            @Default("1000")
            int openingConnectionsPerAddress,

            @Doc("How long a new connection may take to send its first whole request, the TLS handshake included.")
            @Within(min = "1s", max = "5m")
            @Default("10s")
            Duration openingTime,

            @Doc("Frames of one connection, of whatever kind: messages, receipts, typing.")
            @Default("{framesPerSecond: 100, burst: 400}")
            Frames connection,

            @Doc("A visitor's messages.") @Default("{messagesPerSecond: 2, burst: 20}")
            Rate visitor,

            @Doc("An agent's messages.") @Default("{messagesPerSecond: 10, burst: 50}")
            Rate agent,

            @Doc(
                    "The messages of all visitors of one address together. What all of a channel may send is `limits` of the"
                            + " kind `Channel`.")
            @Default("{messagesPerSecond: 500, burst: 2000}")
            SharedRate address,

            @Doc("New visitors a minute from one address.") @Within(min = "1", max = "100000") @Default("60")
            int visitorsPerMinutePerAddress,

            @Doc("Tries to sign in a minute from one address.") @Within(min = "1", max = "1000") @Default("10")
            int signInsPerMinutePerAddress,

            @Doc("Tries to sign in a minute as one agent, from anywhere. More than from one address: else anyone who"
                    + " knows a name could lock its agent out.")
            @Within(min = "1", max = "1000")
            @Default("60")
            int signInsPerMinutePerAgent,

            @Doc("Files a minute from one visitor or agent.") @Within(min = "1", max = "10000") @Default("30")
            int filesPerMinute,

            @Doc("Requests to the REST API a second from one address, and twice as many at once.")
            @Within(min = "1", max = "1000000")
            @Default("200")
            int requestsPerSecondPerAddress,

            @Doc("The same of one visitor, agent or API key, and four times as many at once.")
            @Within(min = "1", max = "1000000")
            @Default("50")
            int requestsPerSecondPerCaller) {

        public Limits {
            FieldProblem.unless(
                    maxStoreBytes.bytes() >= maxFileBytes.bytes(),
                    "maxStoreBytes",
                    "the store could not hold one file",
                    "give at least `maxFileBytes`");
        }
    }

    /** A token bucket. */
    public record Rate(
            @Doc("In the long run.") @Within(min = "1", max = "10000")
            int messagesPerSecond,

            @Doc("At once.") @Within(min = "1", max = "100000")
            int burst) {}

    /** A token bucket of many. */
    public record SharedRate(
            @Doc("In the long run.") @Within(min = "1", max = "1000000")
            int messagesPerSecond,

            @Doc("At once.") @Within(min = "1", max = "10000000")
            int burst) {}

    /** A token bucket of frames. */
    public record Frames(
            @Doc("In the long run.") @Within(min = "1", max = "100000")
            int framesPerSecond,

            @Doc("At once.") @Within(min = "1", max = "1000000")
            int burst) {}

    /** When messages wait too long. */
    public record Overload(
            @Doc("How long a message may take to be on disk. While every one takes longer, new visitors are told"
                    + " `overloaded`.")
            @Within(min = "10ms", max = "1m")
            @Default("1s")
            Duration target,

            @Doc(
                    "How long every one must have taken longer before new visitors are refused, and none before they are let"
                            + " in again.")
            @Within(min = "100ms", max = "10m")
            @Default("3s")
            Duration interval) {

        public Overload {
            FieldProblem.unless(
                    interval.compareTo(target) >= 0,
                    "interval",
                    "an interval of " + interval.toMillis() + " ms is over before one message has taken the target of "
                            + target.toMillis() + " ms",
                    "give at least `target`, better three times as much");
        }
    }

    /** The journal. */
    public record Journal(
            @Doc("How far back it is kept whole; beyond, the tiers are the truth.")
            @Within(min = "1d", max = "1y")
            @Default("7d")
            Duration replayWindow) {}
}
