package io.kefu.storage.engines;

import java.util.Locale;

/** An engine that tests can have for real. */
public enum EngineKind {
    REDIS,
    MYSQL,
    POSTGRESQL,
    CLICKHOUSE,
    /** Not a database: its address is that of the server, with the keys as user and password. */
    S3,
    /** No database either: it asks nobody who they are, until a test has it do so. */
    ETCD;

    /** As {@code bin/engines} calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The variable of the environment that holds the address of one that is already there. */
    public String variable() {
        return "KEFU_TEST_" + name() + "_URL";
    }
}
