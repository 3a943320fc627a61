package io.kefu.kefuctl.install;

import java.util.List;

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
 * @param tuning the settings of the kernel that are raised; empty for none
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
        boolean purge,
        List<Raise> tuning) {

    /**
     * A setting of the kernel that is raised.
     *
     * @param key its name
     * @param why in one sentence
     * @param now the value before; empty where no kernel runs yet
     * @param then the value that it is given
     */
    record Raise(String key, String why, String now, String then) {}

    Intent {
        // A journal of a release that knew none says nothing of it.
        tuning = tuning == null ? List.of() : List.copyOf(tuning);
    }

    /** One that raises nothing. */
    Intent(
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
        this(
                operation, release, origin, previous, user, madeUser, service, config, start, caches, fresh, purge,
                List.of());
    }

    Intent withPurge(boolean purges) {
        return new Intent(
                operation, release, origin, previous, user, madeUser, service, config, start, caches, fresh, purges,
                tuning);
    }

    Intent withTuning(List<Raise> raises) {
        return new Intent(
                operation, release, origin, previous, user, madeUser, service, config, start, caches, fresh, purge,
                raises);
    }

    /** What an installation can have done to it. */
    enum Operation {
        install,
        upgrade,
        rollback,
        finalize,
        tuning,
        uninstall;

        /** The command that goes on with one that was interrupted. */
        String command() {
            return switch (this) {
                case finalize -> "kefuctl upgrade --finalize";
                case tuning -> "kefuctl install --tune";
                default -> "kefuctl " + name();
            };
        }

        /** The commands that bring an interrupted one to an end, the one way or the other where there are two. */
        String waysOn() {
            boolean takesAway = this == finalize || this == uninstall;
            return command() + " to go on with it" + (takesAway ? "" : ", or " + command() + " --undo");
        }
    }
}
