package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.ServerLauncher;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.server.app.Addresses;
import io.kefu.server.app.Server;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;

/** What a server that has just become ready prints. */
final class Welcome {

    private Welcome() {}

    /** For a newcomer: where to go and how to sign in. */
    static void print(Server server, ServerLauncher.Up request, Terminal terminal) {
        Addresses addresses = server.addresses();
        PrintStream out = terminal.out();
        out.println();
        out.println(terminal.paint(Terminal.Colour.GREEN, "Kefu is ready") + after());
        out.println();
        if (addresses.demoUrl() != null) {
            out.println("  demo      " + addresses.demoUrl());
        }
        out.println("  console   " + addresses.consoleUrl());
        out.println("  sign in   admin / "
                + server.oneTimePassword().orElse("(as set before; a new one: " + passwd(request) + ")"));
        out.println("  widget    <script async src=\"" + addresses.publicUrl()
                + "/widget.js\" data-channel=\"web\"></script>");
        out.println("  config    " + request.data().resolve("config"));
        out.println("  metrics   " + addresses.adminUrl() + "/metrics");
        out.println();
        out.println("Stop it with Ctrl-C.");
        out.flush();
    }

    /**
     * For a service's log, which others read and which is kept: a password that was made up is not in it.
     *
     * @param chosen whether somebody has chosen the first password
     */
    static void brief(Server server, boolean chosen, Terminal terminal) {
        terminal.err().println("kefu is ready at " + server.addresses().publicUrl() + after());
        if (!chosen && server.oneTimePassword().isPresent()) {
            terminal.err()
                    .println("nobody knows the password of agent admin yet; to have one:"
                            + " kefuctl agent passwd admin --generate");
        }
    }

    private static String passwd(ServerLauncher.Up request) {
        return "kefuctl agent passwd admin --data " + request.data();
    }

    private static String after() {
        return " (in %.1f s)".formatted(ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    }
}
