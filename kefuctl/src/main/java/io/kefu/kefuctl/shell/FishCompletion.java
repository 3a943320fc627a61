package io.kefu.kefuctl.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for fish, whose {@code complete} knows conditions and descriptions. */
final class FishCompletion {
    private static final int LONGEST = 70;

    private final String name;
    private final StringBuilder script = new StringBuilder();

    private FishCompletion(String name) {
        this.name = name;
    }

    static String of(CommandLine root) {
        FishCompletion fish = new FishCompletion(root.getCommandName());
        fish.functions(new TreeSet<>(valued(root)));
        fish.command(root, "");
        return fish.script.toString();
    }

    /** The words after these are values and no commands. */
    private static List<String> valued(CommandLine command) {
        return Stream.concat(
                        command.getCommandSpec().options().stream()
                                .filter(option -> option.arity().max() > 0)
                                .flatMap(option -> Arrays.stream(option.names())),
                        command.getSubcommands().values().stream().flatMap(below -> valued(below).stream()))
                .toList();
    }

    private void functions(Set<String> valued) {
        script.append("# Completion of ").append(name).append(" for fish.\n");
        script.append("function __").append(name).append("_path\n");
        script.append("    set -l words (commandline -opc)\n    set -e words[1]\n    set -l value 0\n");
        script.append(
                "    for word in $words\n        if test $value = 1\n            set value 0\n            continue\n");
        script.append("        end\n        switch $word\n            case ")
                .append(String.join(" ", valued))
                .append("\n                set value 1\n");
        script.append(
                "            case '-*'\n            case '*'\n                echo $word\n        end\n    end\nend\n");
        script.append("function __")
                .append(name)
                .append("_in\n    set -l path (__")
                .append(name)
                .append("_path)\n");
        script.append("    test (count $path) -ge (count $argv); or return 1\n");
        script.append("    test (count $argv) -eq 0; and return 0\n");
        script.append("    test \"$path[1..\"(count $argv)\"]\" = \"$argv\"\nend\n");
        script.append("function __")
                .append(name)
                .append("_at\n    test (count (__")
                .append(name);
        script.append("_path)) -eq (count $argv); and __").append(name).append("_in $argv\nend\n");
        script.append("complete -c ").append(name).append(" -f\n");
    }

    private void command(CommandLine command, String path) {
        command.getSubcommands().forEach((word, below) -> line("__" + name + "_at" + path, "-a " + word, first(below)));
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                line("__" + name + "_in" + path, names(option) + values(option), first(option.description()));
            }
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            parameters(parameter, path);
        }
        command.getSubcommands().forEach((word, below) -> command(below, path + " " + word));
    }

    private void parameters(PositionalParamSpec parameter, String path) {
        if (parameter.completionCandidates() != null) {
            parameter.completionCandidates().forEach(each -> line("__" + name + "_at" + path, "-a " + each, ""));
        } else if (ofFiles(parameter.type())) {
            line("__" + name + "_at" + path, "-F", "");
        }
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String each : option.names()) {
            names.append(names.isEmpty() ? "" : " ");
            names.append(each.startsWith("--") ? "-l " + each.substring(2) : "-s " + each.substring(1));
        }
        return names.toString();
    }

    private static String values(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        if (option.completionCandidates() != null) {
            return " -x -a '" + String.join(" ", option.completionCandidates()) + "'";
        }
        return ofFiles(option.type()) ? " -r -F" : " -x";
    }

    private static boolean ofFiles(Class<?> type) {
        return type == Path.class || type == File.class;
    }

    private void line(String condition, String what, String description) {
        script.append("complete -c ")
                .append(name)
                .append(" -n '")
                .append(condition)
                .append("' ")
                .append(what);
        if (!description.isEmpty()) {
            script.append(" -d '")
                    .append(description.replace("\\", "\\\\").replace("'", "\\'"))
                    .append('\'');
        }
        script.append('\n');
    }

    private static String first(CommandLine command) {
        return first(command.getCommandSpec().usageMessage().description());
    }

    /** The first sentence, without picocli's variables. */
    private static String first(String[] description) {
        String text =
                String.join(" ", description).replaceAll("\\$\\{[^}]*}", "…").replace("%n", " ");
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return bare.length() <= LONGEST ? bare : bare.substring(0, LONGEST - 1) + "…";
    }
}
