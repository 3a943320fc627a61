package io.kefu.kefuctl.install;

/** How a server is kept running. */
enum ServiceKind {
    /** A unit of systemd. */
    systemd,
    /** The release's own {@code kefu-supervise}, for hosts and containers without systemd. */
    supervisor,
    /** Nothing keeps it running: somebody else does. */
    none
}
