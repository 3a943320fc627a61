package io.kefu.kefuctl.doctor;

import io.kefu.storage.StoragePolicyConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the engines of a configuration listen: the addresses that it names, and no other. */
final class Engines {

    private Engines() {}

    /** One of them. */
    record Place(String tier, String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    static List<Place> of(Scene scene) {
        List<Place> places = new ArrayList<>();
        scene.single(StoragePolicyConfig.class).ifPresent(policy -> {
            add(places, "hot", policy.hot().url());
            add(places, "warm", policy.warm().url());
            policy.warm().replicas().forEach(each -> add(places, "warm", Optional.of(each)));
            add(places, "cold", policy.cold().url());
        });
        return places;
    }

    private static void add(List<Place> places, String tier, Optional<String> url) {
        url.map(Engines::plain)
                .filter(address -> address.getHost() != null)
                .ifPresent(address -> places.add(new Place(tier, address.getHost(), port(address))));
    }

    /** Without {@code jdbc:}, and of several hosts the first. */
    private static URI plain(String url) {
        String address = url.replaceFirst("^jdbc:", "").replaceFirst("[?].*$", "");
        return URI.create(address.replaceFirst("(://[^,/]+),[^/]*", "$1"));
    }

    private static int port(URI address) {
        if (address.getPort() > 0) {
            return address.getPort();
        }
        return switch (address.getScheme()) {
            case "mysql" -> 3306;
            case "postgresql" -> 5432;
            case "clickhouse" -> 8123;
            default -> 6379;
        };
    }

    /** Names that have to be looked up: those of engines that are no address already. */
    static List<String> names(Scene scene) {
        return Stream.of(of(scene))
                .flatMap(List::stream)
                .map(Place::host)
                .filter(host -> !host.matches("[0-9.]+|\\[.*"))
                .distinct()
                .toList();
    }
}
