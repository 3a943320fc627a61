package io.kefu.storage;

/** Ends work whose goal is no longer wanted; never leaves the thread that does it. */
final class Superseded extends RuntimeException {
    Superseded() {
        super("another policy is wanted now, or the server stops");
    }
}
