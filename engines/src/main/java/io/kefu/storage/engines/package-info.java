/**
 * Real engines for tests. {@link io.kefu.storage.engines.Engine#mysql()} and its likes are shared by all tests of a run, each
 * test with a database of its own; {@link io.kefu.storage.engines.ProcessEngine} is one that a test may kill, pause and
 * restart; {@link io.kefu.storage.engines.FaultProxy} stands between a client and an engine and makes the network bad.
 *
 * <p>{@code bin/engines} gets and starts them. An engine that the environment names (KEFU_TEST_MYSQL_URL and so on) is used
 * instead.
 */
package io.kefu.storage.engines;
