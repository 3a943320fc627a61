package io.kefu.kefuctl;

import java.util.ServiceLoader;

/** Where the command line begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Session session = new Session(Terminal.system(System.getenv()), Main::launcher);
        System.exit(new CommandTree(session).run(arguments));
    }

    /** Looked up only by the commands that run a server, so that the others load none of it. */
    private static ServerLauncher launcher() {
        return ServiceLoader.load(ServerLauncher.class)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED, "this build holds no server", "use the distribution, or bin/kefuctl"));
    }
}
