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

    /** For a service's log. */
    static void brief(Server server, Terminal terminal) {
        terminal.err().println("kefu is ready at " + server.addresses().publicUrl() + after());
        server.oneTimePassword()
                .ifPresent(secret -> terminal.err().println("agent admin, password (shown once): " + secret));
    }

    private static String passwd(ServerLauncher.Up request) {
        return "kefuctl agent passwd admin --data " + request.data();
    }

    private static String after() {
        return " (in %.1f s)".formatted(ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    }
}
