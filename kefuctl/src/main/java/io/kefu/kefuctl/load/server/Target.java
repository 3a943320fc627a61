package io.kefu.kefuctl.load.server;

import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.Scene;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The server that a load goes to, and the people whom the load needs there. Each call gives people whom no call gave before;
 * all may throw {@link io.kefu.kefuctl.load.LoadException} where the server has not as many.
 */
public interface Target extends AutoCloseable {

    /** Its public address. */
    URI server();

    /** Tokens of so many visitors. */
    List<String> visitors(int count) throws IOException, InterruptedException;

    /** So many open conversations, each with its visitor and the agent who has it. */
    List<Scene.Part> pairs(int count) throws IOException, InterruptedException;

    /** So many open conversations in which the visitor alone writes, each heard by {@code listeners} connections. */
    List<Scene.Part> audiences(int count, int listeners) throws IOException, InterruptedException;

    /** What its process takes; empty where that cannot be seen from here. */
    Optional<Gauge> gauge();

    /** Bytes of memory that it says it uses, for where there is no {@link #gauge}; empty when it says nothing. */
    OptionalLong ownFigure() throws IOException, InterruptedException;

    /** Records of the journal that the tier furthest behind has still to take; 0 where that is not known. */
    long backlog() throws IOException, InterruptedException;

    /** Has it give back the memory that it does not use, where it can be asked to. */
    void settle() throws IOException, InterruptedException;

    /** Lets go of the server; one that was started for this ends, and leaves nothing behind. */
    @Override
    void close() throws IOException;
}
