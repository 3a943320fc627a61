package io.kefu.storage.sql;

import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * jOOQ's classes, made ready by one thread. Some of them need each other while they are initialised: two threads that begin
 * with different ones wait for each other for ever. Whatever uses jOOQ asks for this first.
 */
public final class Jooq {
    static {
        // It greets in the log otherwise.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        DSL.using(SQLDialect.SQLITE);
    }

    private Jooq() {}

    /** Returns when they are. */
    @SuppressWarnings("EmptyMethod") // what it does is done by being called: the class is initialised
    public static void load() {}
}
