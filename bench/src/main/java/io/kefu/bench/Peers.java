package io.kefu.bench;

import io.kefu.bench.peers.Comparison;
import java.nio.file.Path;
import java.util.List;

/**
 * The product beside a Go server that keeps nothing, under the same load: {@code peers PROGRAM [--quick] [--json]}. Called
 * by {@code bench/peers/run}, which builds the program.
 */
public final class Peers {

    private Peers() {}

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        if (given.isEmpty() || given.getFirst().startsWith("--")) {
            System.err.println("usage: bench/peers/run [--quick] [--json]");
            System.exit(2);
        }
        Path program = Path.of(given.getFirst());
        Path data = Options.directory("", "peers");
        Comparison.run(program, data, given.contains("--quick"), given.contains("--json"), System.out::println);
    }
}
