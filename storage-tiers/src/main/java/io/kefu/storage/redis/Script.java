package io.kefu.storage.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A script that the server runs as one step. It is sent by its digest; a server that does not know it is given it.
 *
 * @param <T> what it answers with, in the form that its output type gives
 */
final class Script<T> {
    /** One run of it: a key and what is given with it. */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Call(byte[] key, byte[][] values) {}

    private final String source;
    private final ScriptOutputType output;
    private volatile String digest;

    Script(String name, ScriptOutputType output) {
        this.source = source(name);
        this.output = output;
    }

    T run(RedisServer server, byte[] key, byte[]... values) {
        return run(server, List.of(new Call(key, values))).getFirst();
    }

    /** Runs it many times; again where the server turns out to have forgotten it, which changes nothing in what ran. */
    List<T> run(RedisServer server, List<Call> calls) {
        if (digest == null) {
            digest = load(server);
        }
        try {
            return send(server, calls);
        } catch (RedisNoScriptException e) {
            digest = load(server);
            return send(server, calls);
        }
    }

    private String load(RedisServer server) {
        return server.ask(commands -> commands.scriptLoad(source));
    }

    private List<T> send(RedisServer server, List<Call> calls) {
        return server.all(
                commands -> calls.stream().map(each -> send(commands, each)).toList());
    }

    private RedisFuture<T> send(RedisClusterAsyncCommands<byte[], byte[]> commands, Call call) {
        return commands.evalsha(digest, output, new byte[][] {call.key()}, call.values());
    }

    private static String source(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
