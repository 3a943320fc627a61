package io.kefu.bench;

import io.kefu.bench.peers.Comparison;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The product beside a Go server that keeps nothing, under the same load: {@code peers PROGRAM}. Called
 * by {@code bench/peers/run}, which builds the program and knows what may be given.
 */
public final class Peers {

    private Peers() {}

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        if (given.isEmpty() || given.getFirst().startsWith("--")) {
            System.err.println("usage: bench/peers/run [--quick] [--rounds=N] [--only=idle|talk|wide] [--json]");
            System.exit(2);
        }
        Path program = Path.of(given.getFirst());
        Path data = Options.directory("", "peers");
        int rounds = option(given, "--rounds=").map(Integer::parseInt).orElse(0);
        String only = option(given, "--only=").orElse("");
        Comparison.Wanted wanted =
                new Comparison.Wanted(given.contains("--quick"), given.contains("--json"), rounds, only);
        Comparison.run(program, data, wanted, System.out::println);
    }

    private static Optional<String> option(List<String> given, String name) {
        return given.stream()
                .filter(each -> each.startsWith(name))
                .map(each -> each.substring(name.length()))
                .findFirst();
    }
}
