package io.kefu.kefuctl.install;

/** Somebody else runs the server. */
final class NoService implements Service {

    @Override
    public void enable() {
        // Nothing knows of it.
    }

    @Override
    public void disable() {
        // Nothing knew of it.
    }

    @Override
    public void start(String release) {
        // It is for whoever runs it.
    }

    @Override
    public void stop() {
        // As above.
    }

    @Override
    public void handOver(String release) {
        // The next start is the new release's.
    }
}
