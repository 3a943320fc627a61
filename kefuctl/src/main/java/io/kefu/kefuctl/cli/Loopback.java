package io.kefu.kefuctl.cli;

import java.net.URI;
import java.util.Set;

/** Which addresses are this machine's own, without asking a name server. */
public final class Loopback {

    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private Loopback() {}

    /** Whether what is sent there stays on this machine. */
    public static boolean is(URI address) {
        return address.getHost() != null && HOSTS.contains(address.getHost());
    }
}
