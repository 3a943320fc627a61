package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.Session;

/** The commands that lay a release out on a host, and take it away. */
public final class InstallCommands {

    private InstallCommands() {}

    public static Object install(Session session) {
        return new InstallCommand(session);
    }

    public static Object upgrade(Session session) {
        return new UpgradeCommand(session);
    }

    public static Object rollback(Session session) {
        return new RollbackCommand(session);
    }

    public static Object uninstall(Session session) {
        return new UninstallCommand(session);
    }
}
