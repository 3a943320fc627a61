package io.kefu.kefuctl.install;

/**
 * What was asked for, and what stood before it: all that is needed to go on with it, or to undo it, after a kill.
 *
 * @param operation what it is
 * @param release the name of the release that is to run; empty for an uninstall
 * @param origin what the release comes from, as it was checked
 * @param previous the name of the release that ran before; empty when none did
 * @param user that the server runs as
 * @param madeUser whether this installation makes that user
 * @param service how the server is kept running
 * @param config a configuration to begin with; empty for the small one
 * @param start whether the server is started, and looked at
 * @param caches whether the caches for quick starts are made
 * @param fresh whether there was no data before it
 * @param purge whether data and configuration go too
 */
record Intent(
        Operation operation,
        String release,
        Origin origin,
        String previous,
        String user,
        boolean madeUser,
        ServiceKind service,
        String config,
        boolean start,
        boolean caches,
        boolean fresh,
        boolean purge) {

    Intent withPurge(boolean purges) {
        return new Intent(
                operation, release, origin, previous, user, madeUser, service, config, start, caches, fresh, purges);
    }

    /** What an installation can have done to it. */
    enum Operation {
        install,
        upgrade,
        rollback,
        finalize,
        uninstall;

        /** The command that goes on with one that was interrupted. */
        String command() {
            return this == finalize ? "kefuctl upgrade --finalize" : "kefuctl " + name();
        }

        /** The commands that bring an interrupted one to an end, the one way or the other where there are two. */
        String waysOn() {
            boolean takesAway = this == finalize || this == uninstall;
            return command() + " to go on with it" + (takesAway ? "" : ", or " + command() + " --undo");
        }
    }
}
