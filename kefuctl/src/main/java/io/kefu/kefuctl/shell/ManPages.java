package io.kefu.kefuctl.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Manual pages in man(7), one a command, named {@code kefuctl-config-apply}. */
final class ManPages {
    private final String version;
    private final Map<String, String> pages = new LinkedHashMap<>();

    private ManPages(String version) {
        this.version = version;
    }

    static Map<String, String> of(CommandLine root, String version) {
        ManPages pages = new ManPages(version);
        pages.add(root);
        return pages.pages;
    }

    private void add(CommandLine command) {
        pages.put(name(command.getCommandSpec()), page(command));
        command.getSubcommands().values().forEach(this::add);
    }

    private static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    private String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String description = text(spec.usageMessage().description());
        StringBuilder page = new StringBuilder();
        page.append(".TH \"").append(name(spec).toUpperCase(Locale.ROOT)).append("\" 1 \"\" \"Kefu ");
        page.append(version).append("\" \"Kefu manual\"\n.nh\n.ad l\n");
        page.append(".SH NAME\n").append(escaped(name(spec))).append(" \\- ").append(escaped(first(description)));
        page.append("\n.SH SYNOPSIS\n.nf\n").append(escaped(synopsis(command))).append("\n.fi\n");
        page.append(".SH DESCRIPTION\n").append(escaped(description)).append('\n');
        arguments(page, command);
        if (!command.getSubcommands().isEmpty()) {
            page.append(".SH COMMANDS\n");
            command.getSubcommands()
                    .forEach((word, below) -> page.append(".TP\n.BR ")
                            .append(escaped(name(below.getCommandSpec())))
                            .append(" (1)\n")
                            .append(escaped(first(
                                    text(below.getCommandSpec().usageMessage().description()))))
                            .append('\n'));
        }
        page.append(".SH EXAMPLES\n.nf\n");
        for (String line : spec.usageMessage().footer()) {
            page.append(escaped(line.strip())).append('\n');
        }
        page.append(".fi\n");
        related(page, spec);
        return page.toString();
    }

    private static String synopsis(CommandLine command) {
        return new Help(command.getCommandSpec(), Help.defaultColorScheme(Ansi.OFF))
                .synopsis(0)
                .strip();
    }

    private static void arguments(StringBuilder page, CommandLine command) {
        List<PositionalParamSpec> parameters = command.getCommandSpec().positionalParameters();
        List<OptionSpec> options = command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
        if (!parameters.isEmpty() || !options.isEmpty()) {
            page.append(".SH OPTIONS\n");
        }
        parameters.forEach(each -> argument(page, each.paramLabel(), each));
        for (OptionSpec option : options) {
            String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
            argument(page, String.join(", ", option.names()) + value, option);
        }
    }

    private static void argument(StringBuilder page, String head, ArgSpec argument) {
        page.append(".TP\n.B ").append(escaped(head)).append('\n');
        page.append(escaped(text(argument.description()))).append('\n');
    }

    private static void related(StringBuilder page, CommandSpec spec) {
        if (spec.parent() != null) {
            page.append(".SH SEE ALSO\n.BR ")
                    .append(escaped(name(spec.parent())))
                    .append(" (1)\n");
        }
    }

    /** As help has it, in one paragraph. */
    private static String text(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(line.replace("%n", " ").replace("%%", "%"));
        }
        return text.toString().replaceAll("\\s+", " ").strip();
    }

    private static String first(String description) {
        int end = description.indexOf(". ");
        String sentence = end < 0 ? description : description.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** A hyphen that may be typed, a backslash, and a line that is no request. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.lines()
                .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .reduce((left, right) -> left + "\n" + right)
                .orElse("");
    }
}
