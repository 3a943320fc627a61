package io.kefu.kefuctl;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.ServerLauncher;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.Terminal;
import java.util.OptionalInt;
import java.util.ServiceLoader;

/** Where the command line begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        boolean training = System.getenv("KEFU_TRAINING") != null;
        if (training) {
            Training.run(arguments);
        }
        Session session = new Session(Terminal.system(System.getenv()), Main::launcher);
        OptionalInt code = Shortcut.run(session, arguments);
        if (code.isPresent() && !training) {
            // Everything is written, nothing is open: an orderly exit would only load more.
            Runtime.getRuntime().halt(code.getAsInt());
        }
        System.exit(code.isPresent() ? code.getAsInt() : new CommandTree(session).run(arguments));
    }

    /** Looked up only by the commands that run a server, so that the others load none of it. */
    private static ServerLauncher launcher() {
        return ServiceLoader.load(ServerLauncher.class)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED, "this build holds no server", "use the distribution, or bin/kefuctl"));
    }
}
