package io.kefu.server.gateway;

import io.helidon.common.socket.SocketOptions;
import io.kefu.server.gateway.GatewayEvents.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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

    private final ArrivalLimits limits;
    private final Consumer<Refusal> refused;
    /** In the order in which they came. */
    private final Map<SocketAddress, Coming> coming = new LinkedHashMap<>();

    private final Map<InetAddress, Integer> ofAddress = new HashMap<>();
    private final Map<SocketAddress, Served> served = new ConcurrentHashMap<>();

    private record Coming(SocketChannel channel, InetAddress address, long until) {}

    /** One that has asked for something. */
    private static final class Served {
        private final SocketChannel channel;
        private volatile long until; // 0 while it is being answered

        Served(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** @param refused told why one was closed */
    Arrivals(ArrivalLimits limits, Consumer<Refusal> refused) {
        this.limits = limits;
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
            add(
                    peer,
                    new Coming(channel, inet.getAddress(), now + limits.whole().toNanos()));
        }
    }

    private synchronized void add(SocketAddress peer, Coming one) {
        remove(peer);
        coming.put(peer, one);
        if (ofAddress.merge(one.address(), 1, Integer::sum) > limits.mostOfAddress()) {
            coming.values().stream()
                    .filter(other -> other.address().equals(one.address()))
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
        ofAddress.computeIfPresent(one.address(), (_, count) -> count > 1 ? count - 1 : null);
    }

    /** The head of a request is whole: it is being answered now. */
    void asked(SocketAddress peer) {
        Coming one = remove(peer);
        if (one != null) {
            served.put(peer, new Served(one.channel()));
        } else {
            Served again = served.get(peer);
            if (again != null) {
                again.until = 0;
            }
        }
    }

    /** Another request may come on it. */
    void answered(SocketAddress peer, long now) {
        Served one = served.get(peer);
        if (one != null) {
            one.until = (now + limits.idle().toNanos()) | 1; // never 0
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
            long until = one.until;
            if (one.channel.isOpen() && until != 0 && now - until >= 0) {
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
