package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.Session;

/** The commands that run a server, and those that empty one. */
public final class RunCommands {

    private RunCommands() {}

    public static Object up(Session session) {
        return new UpCommand(session);
    }

    public static Object serve(Session session) {
        return new ServeCommand(session);
    }

    public static Object drain(Session session) {
        return new DrainCommand(session);
    }

    public static Object undrain(Session session) {
        return new UndrainCommand(session);
    }
}
