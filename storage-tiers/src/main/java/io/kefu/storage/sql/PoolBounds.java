package io.kefu.storage.sql;

import java.time.Duration;

/**
 * The bounds of a pool of connections.
 *
 * @param name in the log and in thread names
 * @param size the most connections
 * @param connect how long making one, or waiting for a free one, may take
 * @param call how long the server may take for one answer
 * @param reading whether they only read
 */
public record PoolBounds(String name, int size, Duration connect, Duration call, boolean reading) {}
