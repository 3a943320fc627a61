package io.kefu.kefuctl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi;

/** The commands by what they are for, each with a line for whoever looks for one. */
final class CommandGroups {

    private final SequencedMap<String, Supplier<Object>> commands = new LinkedHashMap<>();
    private final List<String> overview = new ArrayList<>();

    /** What follows belongs to it. */
    CommandGroups group(String title) {
        overview.add(title + ":");
        return this;
    }

    CommandGroups command(String name, String says, Supplier<Object> command) {
        commands.put(name, command);
        overview.add("  @|bold %s|@%s%s".formatted(name, " ".repeat(14 - name.length()), says));
        return this;
    }

    /** By name; made anew each time. */
    Map<String, Supplier<Object>> all() {
        return commands;
    }

    /** A line for each group and each command. */
    String overview(Ansi ansi) {
        return ansi.string(String.join("\n", overview)) + "\n";
    }
}
