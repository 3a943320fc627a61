package io.kefu.server.gateway;

import io.helidon.common.socket.SocketOptions;
import io.kefu.server.gateway.GatewayEvents.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections between their accepting and the end of a request's head: what nothing else bounds, as the web server waits for
 * the next byte for ever. Who takes longer than the bound is closed, and where there are too many at once, or too many of one
 * address, the one that has taken longest makes room: an honest one needs a moment, whoever sends a byte now and then does
 * not. Times are given, as {@link System#nanoTime}.
 */
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    /** For an answer to arrive, and for a request that was on its way. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ArrivalLimits limits;
    private final Predicate<InetAddress> proxies;
    private final Consumer<Refusal> refused;
    /** In the order in which they came. */
    private final Map<SocketAddress, Coming> coming = new LinkedHashMap<>();

    private final Map<InetAddress, Integer> ofAddress = new HashMap<>();
    private final Map<SocketAddress, Served> served = new ConcurrentHashMap<>();

    /** @param address that it counts for; null where it counts for none */
    private record Coming(SocketChannel channel, InetAddress address, long until) {}

    /** One that has asked for something: over HTTP/2 for several things at once. */
    static final class Served {
        private final SocketChannel channel;
        private int requests; // that are being answered
        private long until; // while there is none

        private Served(SocketChannel channel) {
            this.channel = channel;
        }

        private synchronized void asked() {
            requests++;
        }

        private synchronized boolean answered(long idleUntil) {
            requests--;
            until = idleUntil;
            return requests == 0;
        }

        private synchronized boolean idleTooLong(long now) {
            return requests == 0 && now - until >= 0;
        }
    }

    /**
     * @param proxies who stands for many, and has no bound of its own
     * @param refused told why one was closed
     */
    Arrivals(ArrivalLimits limits, Predicate<InetAddress> proxies, Consumer<Refusal> refused) {
        this.limits = limits;
        this.proxies = proxies;
        this.refused = refused;
    }

    /** What the web server is to do with each socket that it accepts, and this beside it. */
    SocketOptions watching(SocketOptions options) {
        return new WatchedSockets(options, channel -> came(channel, System.nanoTime()));
    }

    /** Accepted. */
    void came(SocketChannel channel, long now) {
        SocketAddress peer = peer(channel);
        if (peer instanceof InetSocketAddress inet) {
            served.remove(peer); // of a connection before, from the same port
            InetAddress address = proxies.test(inet.getAddress()) ? null : inet.getAddress();
            add(peer, new Coming(channel, address, now + limits.whole().toNanos()));
        }
    }

    private synchronized void add(SocketAddress peer, Coming one) {
        remove(peer);
        coming.put(peer, one);
        if (one.address() != null && ofAddress.merge(one.address(), 1, Integer::sum) > limits.mostOfAddress()) {
            coming.values().stream()
                    .filter(other -> one.address().equals(other.address()))
                    .findFirst()
                    .ifPresent(this::makesRoom);
        } else if (coming.size() > limits.most()) {
            makesRoom(coming.values().iterator().next());
        }
    }

    private void makesRoom(Coming one) {
        close(one.channel(), Refusal.TOO_MANY_OPENING);
        coming.values().remove(one);
        forget(one);
    }

    private synchronized Coming remove(SocketAddress peer) {
        Coming one = coming.remove(peer);
        if (one != null) {
            forget(one);
        }
        return one;
    }

    private void forget(Coming one) {
        if (one.address() != null) {
            ofAddress.computeIfPresent(one.address(), (_, count) -> count > 1 ? count - 1 : null);
        }
    }

    /**
     * The head of a request is whole: it is being answered now.
     *
     * @return what {@link #answered} is to be told; empty where the connection is gone already
     */
    Optional<Served> asked(SocketAddress peer) {
        return Optional.ofNullable(counted(peer));
    }

    private synchronized Served counted(SocketAddress peer) {
        Coming first = remove(peer);
        Served one = first == null ? served.get(peer) : new Served(first.channel());
        if (one != null) {
            one.asked(); // before it can be swept as one that is idle
            served.put(peer, one);
        }
        return one;
    }

    /** Another request may come on it; where it is to be the {@code last}, only one that is on its way. */
    void answered(Served one, long now, boolean last) {
        one.answered(now + (last ? LINGER : limits.idle()).toNanos());
    }

    /** The same of a call, after which its peer is told that no more can be said here where it was the last. */
    void ended(Served one, long now, boolean last) {
        if (one.answered(now + (last ? LINGER : limits.idle()).toNanos()) && last) {
            try {
                one.channel
                        .shutdownOutput(); // and closed later: what was written before would be lost with what was not
                // read
            } catch (IOException e) {
                LOG.trace("a connection was gone before its end", e);
            }
        }
    }

    /** It is something else now, with bounds of its own. */
    void changed(SocketAddress peer) {
        remove(peer);
        served.remove(peer);
    }

    /** Closes whoever took too long, and forgets whoever is gone. */
    void sweep(long now) {
        sweepComing(now);
        served.values().removeIf(one -> {
            if (one.channel.isOpen() && one.idleTooLong(now)) {
                close(one.channel, null);
            }
            return !one.channel.isOpen();
        });
    }

    private synchronized void sweepComing(long now) {
        Iterator<Coming> all = coming.values().iterator();
        while (all.hasNext()) {
            Coming one = all.next();
            if (one.channel().isOpen() && now - one.until() >= 0) {
                close(one.channel(), Refusal.TOO_SLOW);
            }
            if (!one.channel().isOpen()) {
                all.remove();
                forget(one);
            }
        }
    }

    /** Those that have asked for nothing yet. */
    synchronized int opening() {
        return coming.size();
    }

    /** Those that are answered by requests. */
    int served() {
        return served.size();
    }

    private void close(SocketChannel channel, Refusal why) {
        if (why != null) {
            refused.accept(why);
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a connection that took too long could not be closed", e);
        }
    }

    private static SocketAddress peer(SocketChannel channel) {
        try {
            return channel.getRemoteAddress();
        } catch (IOException e) {
            LOG.trace("a connection was gone before it was accepted", e);
            return null;
        }
    }
}
