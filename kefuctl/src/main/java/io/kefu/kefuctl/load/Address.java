package io.kefu.kefuctl.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Where a server listens, and whether that is this machine. */
public final class Address {
    private static final int HTTP = 80;

    private Address() {}

    /** Throws where there is no such host; the port is 80 where none is named. */
    public static InetSocketAddress of(URI server) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(server.getHost(), server.getPort() < 0 ? HTTP : server.getPort());
        if (address.isUnresolved()) {
            throw new LoadException("no such host: " + server.getHost());
        }
        return address;
    }

    /** Whether the host is a loopback address, under whatever name; false for one that is not known. */
    public static boolean isLoopback(URI server) {
        try {
            return InetAddress.getByName(server.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
