package io.kefu.kefuctl.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How a command that tells something is asked to tell it. */
public final class OutputOption {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    public OutputFormat format;

    /** Whether all is to be said, however wide. */
    public boolean wide() {
        return format == OutputFormat.wide;
    }

    /** Whether a program reads it. */
    public boolean structured() {
        return format == OutputFormat.json || format == OutputFormat.yaml;
    }

    /**
     * Prints a result as it was asked for.
     *
     * @param document begins with {@code apiVersion} and {@code kind}
     * @param table the same for eyes, line ends included; made only when it is printed
     */
    public void print(Terminal terminal, Object document, Supplier<String> table) {
        terminal.out().print(text(document, table));
    }

    private String text(Object document, Supplier<String> table) {
        return switch (format) {
            case json -> Json.write(document);
            case yaml -> Yaml.write(document);
            case table, wide -> table.get();
        };
    }
}
