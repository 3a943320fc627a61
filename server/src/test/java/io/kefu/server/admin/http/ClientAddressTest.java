package io.kefu.server.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private static final ClientAddress PROXIES =
            new ClientAddress(List.of("10.0.0.0/8", "192.0.2.1", "2001:db8:ff::/48"));

    private static String of(String peer, String forwardedFor) {
        return PROXIES.of(peer, Optional.ofNullable(forwardedFor));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // peer, header, who it is
                "203.0.113.7     | -                                       | 203.0.113.7",
                "203.0.113.7     | 198.51.100.9                            | 203.0.113.7",
                "10.1.2.3        | -                                       | 10.1.2.3",
                "10.1.2.3        | 198.51.100.9                            | 198.51.100.9",
                "10.1.2.3        | 1.1.1.1, 198.51.100.9                   | 198.51.100.9",
                "10.1.2.3        | 1.1.1.1,198.51.100.9 , 10.9.9.9,192.0.2.1 | 198.51.100.9",
                "10.1.2.3        | 10.4.4.4, 10.5.5.5                      | 10.1.2.3",
                "2001:db8:ff::1  | 2001:db8:1:2:3:4:5:6                    | 20010db800010002::/64",
                "2001:db8:ff::1  | 198.51.100.9                            | 198.51.100.9",
                "2001:db8:fe::1  | 198.51.100.9                            | 20010db800fe0000::/64",
                "::ffff:10.1.2.3 | 198.51.100.9                            | 198.51.100.9",
                "10.1.2.3        | ::ffff:198.51.100.9                     | 198.51.100.9",
                "10.1.2.3        | 0.0.0.0                                 | 10.1.2.3",
            })
    void it_is_read_from_the_right_over_declared_proxies(String peer, String forwardedFor, String client) {
        assertThat(of(peer, forwardedFor)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "198.51.100.9,",
                "unknown",
                "198.51.100.9:443",
                "[2001:db8::1]:443",
                "300.1.1.1",
                "a.example"
            })
    void what_a_proxy_garbles_shares_one_name_and_is_never_looked_up(String forwardedFor) {
        assertThat(of("10.1.2.3", forwardedFor)).isEqualTo("unknown");
        assertThat(of("203.0.113.7", forwardedFor)).isEqualTo("203.0.113.7");
    }

    @Test
    void garbage_left_of_the_client_does_no_harm() {
        assertThat(of("10.1.2.3", "what, ever, 198.51.100.9, 10.5.5.5")).isEqualTo("198.51.100.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "2001:db8::/129", "proxy.example", "10.0.0.0/x", ""})
    void what_is_no_network_cannot_be_declared(String network) {
        assertThatThrownBy(() -> new ClientAddress(List.of(network))).isInstanceOf(IllegalArgumentException.class);
    }
}
