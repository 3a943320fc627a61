package io.kefu.server.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "http://chat.example, chat.example, true",
        "https://chat.example, chat.example, true",
        "http://127.0.0.1:8080, 127.0.0.1:8080, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://CHAT.example:80, chat.EXAMPLE, true",
        "http://chat.example:8080, chat.example, false",
        "http://chat.example.evil, chat.example, false",
        "null, chat.example, false",
        "'', chat.example, false",
        "http://chat.example, '', false",
        "chat.example, chat.example, false"
    })
    void our_own_page_is_the_one_of_our_host(String origin, String host, boolean own) {
        assertThat(Origins.own(origin, host)).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, true",
        "HTTPS://SHOP.example, true",
        "https://a.b.wild.example, true",
        "https://wild.example, false",
        "https://evilwild.example, false",
        "https://evil.example/.wild.example, false",
        "http://a.wild.example, false",
        "https://shop.example:444, false",
        "null, false",
    })
    void a_listed_page_is_named_exactly_or_lies_below_a_listed_domain(String origin, boolean listed) {
        assertThat(Origins.listed(origin, List.of("https://shop.example", "https://*.wild.example")))
                .isEqualTo(listed);
    }

    @Test
    void a_star_lists_every_page_with_an_origin() {
        assertThat(Origins.listed("https://any.example", List.of("*"))).isTrue();
        assertThat(Origins.listed("null", List.of("*"))).isFalse();
    }

    @Test
    void a_forwarded_address_counts_only_from_a_trusted_proxy() throws Exception {
        var proxy = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 1);
        var header = List.of("6.6.6.6, 1.2.3.4, 10.0.0.2");
        assertThat(new ClientAddress(Set.of()).of(proxy, header)).isEqualTo("10.0.0.1");
        assertThat(new ClientAddress(Set.of("10.0.0.1", "10.0.0.2")).of(proxy, header))
                .isEqualTo("1.2.3.4");
        assertThat(new ClientAddress(Set.of("10.0.0.1")).of(proxy, List.of("garbage")))
                .isEqualTo("unknown");
    }

    @Test
    void one_ipv6_network_is_one_caller() throws Exception {
        var address = new ClientAddress(Set.of());
        var a = new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1:2::1"), 1);
        var b = new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1:2:ffff::9"), 1);
        assertThat(address.of(a, List.of())).isEqualTo(address.of(b, List.of()));
    }
}
