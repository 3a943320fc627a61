package io.kefu.server.gateway;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which road the connections of plain TCP take; those with TLS ended in this process have a thread each on any.
 *
 * @param kind what runs
 * @param why it is not the loops; empty when it is
 * @param handover null without loops
 */
public record SocketPath(Kind kind, String why, Handover handover) {
    private static final Logger LOG = LoggerFactory.getLogger(SocketPath.class);

    /** The roads. */
    public enum Kind {
        /** A few threads move the bytes of all connections. */
        LOOPS,
        /** Each connection has a virtual thread. */
        THREADS;

        /** As operators read and write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One trial a process: the web server does not change while it runs. */
    private static final class Tried {
        static final SocketPath PATH = tried(Handover::new);
    }

    /** The loops where this web server allows them, else threads. Tries it out at its first call. */
    public static SocketPath best() {
        return Tried.PATH;
    }

    /** As somebody wants it. */
    public static SocketPath threads(String why) {
        return new SocketPath(Kind.THREADS, why, null);
    }

    /** The number of loops that this has. */
    static int loops() {
        return Runtime.getRuntime().availableProcessors();
    }

    Optional<Handover> taking() {
        return Optional.ofNullable(handover);
    }

    /** What reaches into the web server, or throws. */
    @FunctionalInterface
    interface Reach {
        Handover handover() throws ReflectiveOperationException;
    }

    static SocketPath tried(Reach reach) {
        long began = System.nanoTime();
        try {
            Handover handover = reach.handover();
            HandoverTrial.pass(handover);
            LOG.info("sockets=loops count={} tried_in_ms={}", loops(), (System.nanoTime() - began) / 1_000_000);
            return new SocketPath(Kind.LOOPS, "", handover);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fallback(e);
        } catch (ReflectiveOperationException
                | IOException
                | ExecutionException
                | TimeoutException
                | RuntimeException e) {
            return fallback(e);
        }
    }

    private static SocketPath fallback(Exception why) {
        LOG.warn(
                "sockets=threads: this web server's sockets cannot be handed over, so each connection has a thread",
                why);
        return threads("the handover failed its trial: " + why);
    }
}
