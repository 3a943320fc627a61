package io.kefu.monitoring;

import io.micrometer.core.instrument.Gauge;

/** The configuration and the program in force. */
public final class ConfigMeters {
    private final Registration registration;
    private volatile int lastReload = 1;
    private String revision = "";
    private Gauge revisionInfo;

    ConfigMeters(Registration registration) {
        this.registration = registration;
        registration.gauge(Catalogue.CONFIG_RELOAD, () -> lastReload);
    }

    /** A configuration was read and is in force. */
    public synchronized void reloaded(String newRevision) {
        lastReload = 1;
        if (newRevision.equals(revision)) {
            return;
        }
        if (revisionInfo != null) {
            registration.remove(Catalogue.CONFIG_REVISION, revisionInfo, revision);
        }
        revision = newRevision;
        revisionInfo = registration.gauge(Catalogue.CONFIG_REVISION, () -> 1, newRevision);
    }

    /** A configuration was read and refused; the one before stays in force. */
    public void reloadFailed() {
        lastReload = 0;
    }

    /** Once, at start. */
    public void build(String version, String commit) {
        registration.gauge(
                Catalogue.BUILD, () -> 1, version, commit, Runtime.version().toString());
    }
}
