package io.kefu.server.admin.http;

import java.net.InetAddress;

/** A block of addresses in CIDR form (RFC 4632, RFC 4291 section 2.3), or one address alone. */
// The array is never given out or changed.
@SuppressWarnings("ArrayRecordComponent")
public record Network(byte[] address, int bits) {

    /** Throws {@link IllegalArgumentException} for what is neither an address nor a block. */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                .getAddress();
        int most = address.length * 8;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(text + " is no network: its prefix has 0 to " + most + " bits");
        }
        return new Network(address, bits);
    }

    boolean holds(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((bytes[bit / 8] ^ address[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }
}
