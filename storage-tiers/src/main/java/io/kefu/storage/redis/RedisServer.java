package io.kefu.storage.redis;

import io.kefu.storage.tier.TierUnavailableException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The connection to a server or a cluster, made when it is first needed. While it is broken, calls to a server fail at once
 * and those to a cluster within their bound; what waits for an answer is bounded in number and time.
 */
final class RedisServer implements AutoCloseable {
    private static final int MOST_WAITING = 20_000;
    private static final int LEAST_VERSION = 7;
    private static final Duration REFRESH = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("redis_version:((\\d+)\\.[0-9.]+)");
    private static final Pattern EVICTING = Pattern.compile("maxmemory_policy:(allkeys-\\w+)");
    private static final Pattern UNBOUNDED = Pattern.compile("maxmemory:0\\b");

    private final RedisSettings settings;
    private ClientResources resources;
    private AbstractRedisClient client;
    private RedisClusterAsyncCommands<byte[], byte[]> commands;
    private boolean closed;

    RedisServer(RedisSettings settings) {
        this.settings = settings;
    }

    /** Sends one command and waits for its answer. */
    <T> T ask(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        return all(commands -> List.of(command.apply(commands))).getFirst();
    }

    /** Sends many commands, one behind the other, and waits for all answers. */
    <T> List<T> all(Function<RedisClusterAsyncCommands<byte[], byte[]>, List<RedisFuture<T>>> many) {
        List<RedisFuture<T>> sent = many.apply(connected());
        List<T> answers = new ArrayList<>(sent.size());
        long deadline = System.nanoTime() + settings.bound().toNanos();
        try {
            for (RedisFuture<T> each : sent) {
                answers.add(each.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("the wait for " + settings.url() + " was interrupted", e);
        } catch (TimeoutException e) {
            throw new RedisException("no answer within " + settings.bound(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RedisException known ? known : new RedisException(e.getCause());
        } finally {
            sent.forEach(each -> each.cancel(true));
        }
    }

    private synchronized RedisClusterAsyncCommands<byte[], byte[]> connected() {
        if (closed) {
            throw new TierUnavailableException(settings.url() + " is closed");
        }
        if (commands == null) {
            commands = connect();
        }
        return commands;
    }

    private RedisClusterAsyncCommands<byte[], byte[]> connect() {
        if (client == null) {
            resources = DefaultClientResources.builder()
                    .ioThreadPoolSize(2)
                    .computationThreadPoolSize(2)
                    .build();
            client = settings.cluster() ? clusterClient() : singleClient();
        }
        StatefulConnection<byte[], byte[]> connection = client instanceof RedisClusterClient cluster
                ? cluster.connect(ByteArrayCodec.INSTANCE)
                : ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
        boolean done = false;
        try {
            RedisClusterAsyncCommands<byte[], byte[]> made = commands(connection);
            demandNewEnough(made);
            demandThatItKeeps(made);
            done = true;
            return made;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    private static RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> connection) {
        return switch (connection) {
            case StatefulRedisClusterConnection<byte[], byte[]> cluster -> cluster.async();
            case StatefulRedisConnection<byte[], byte[]> single -> single.async();
            default -> throw new IllegalStateException("neither a server's nor a cluster's: " + connection);
        };
    }

    private void demandNewEnough(RedisClusterAsyncCommands<byte[], byte[]> made) {
        String info = await(made.info("server").toCompletableFuture());
        Matcher version = VERSION.matcher(info);
        if (!version.find() || Integer.parseInt(version.group(2)) < LEAST_VERSION) {
            throw new TierUnavailableException(settings.url() + " is too old, or not Redis: it needs Redis "
                    + LEAST_VERSION + " or later, or Valkey. Upgrade the server");
        }
    }

    /**
     * A key without an end, such as the cursor's, must stay: what lacks it is filled from the journal over and over. A memory
     * without a bound is never full.
     */
    private void demandThatItKeeps(RedisClusterAsyncCommands<byte[], byte[]> made) {
        String memory = await(made.info("memory").toCompletableFuture());
        Matcher policy = EVICTING.matcher(memory);
        if (policy.find() && !UNBOUNDED.matcher(memory).find()) {
            throw new TierUnavailableException(settings.url() + " may throw away any key when its memory is full"
                    + " (maxmemory-policy " + policy.group(1) + "), where Kefu needs some to stay: CONFIG SET"
                    + " maxmemory-policy volatile-lru, and the same in redis.conf");
        }
    }

    private String await(CompletableFuture<String> answer) {
        try {
            return answer.get(settings.bound().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("the wait for " + settings.url() + " was interrupted", e);
        } catch (TimeoutException | ExecutionException e) {
            throw new RedisException(e.getMessage(), e);
        }
    }

    private RedisClient singleClient() {
        RedisClient single = RedisClient.create(resources, uri());
        single.setOptions(with(ClientOptions.builder()).build());
        return single;
    }

    private RedisClusterClient clusterClient() {
        RedisClusterClient cluster = RedisClusterClient.create(resources, uri());
        ClusterClientOptions.Builder options = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(REFRESH)
                        .build());
        with(options);
        cluster.setOptions(options.build());
        return cluster;
    }

    private ClientOptions.Builder with(ClientOptions.Builder options) {
        return options.protocolVersion(ProtocolVersion.RESP3)
                .disconnectedBehavior(whileDisconnected())
                .requestQueueSize(MOST_WAITING)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.bound())
                        .keepAlive(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(settings.bound()));
    }

    /** A cluster's nodes are connected to one by one with the first command for each: that one has to wait, in its bound. */
    private ClientOptions.DisconnectedBehavior whileDisconnected() {
        return settings.cluster()
                ? ClientOptions.DisconnectedBehavior.DEFAULT
                : ClientOptions.DisconnectedBehavior.REJECT_COMMANDS;
    }

    private RedisURI uri() {
        RedisURI uri = RedisURI.create(settings.url());
        uri.setTimeout(settings.bound());
        if (!settings.password().isEmpty()) {
            String user = settings.user().isEmpty() ? null : settings.user();
            uri.setCredentialsProvider(RedisCredentialsProvider.from(
                    () -> RedisCredentials.just(user, settings.password().toCharArray())));
        }
        return uri;
    }

    @Override
    public synchronized void close() {
        closed = true;
        commands = null;
        if (client != null) {
            client.shutdown(Duration.ZERO, settings.bound());
            resources
                    .shutdown(0, settings.bound().toMillis(), TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly();
        }
    }
}
