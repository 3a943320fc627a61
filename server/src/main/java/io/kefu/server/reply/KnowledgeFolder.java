package io.kefu.server.reply;

import io.kefu.config.LocalizedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Entries written as Markdown: a heading is a question, the text below it the answer, for whoever asks in any language.
 * Ways to ask may be given on one heading, separated by {@code " / "}. A heading with no text of its own is a title.
 */
final class KnowledgeFolder {
    /** A larger file is no page of answers. */
    static final long MAX_BYTES = 1 << 20;

    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.+?)\\s*#*");

    private KnowledgeFolder() {}

    /**
     * The entries of all {@code *.md} files directly in the folder, in name order.
     *
     * @throws IOException when a file cannot be read as UTF-8 or is larger than 1 MiB
     */
    static List<Entry> read(String knowledgeBase, Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                if (Files.size(file) > MAX_BYTES) {
                    throw new IOException(file + " is larger than 1 MiB; split it");
                }
                entries.addAll(parse(knowledgeBase, Files.readAllLines(file)));
            }
        }
        return entries;
    }

    static List<Entry> parse(String knowledgeBase, List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        String heading = "";
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            Matcher next = HEADING.matcher(line.strip());
            if (next.matches()) {
                add(entries, knowledgeBase, heading, text);
                heading = next.group(1);
                text.setLength(0);
            } else {
                text.append(line).append('\n');
            }
        }
        add(entries, knowledgeBase, heading, text);
        return entries;
    }

    private static void add(List<Entry> entries, String knowledgeBase, String heading, CharSequence text) {
        String answer = text.toString().strip();
        if (!heading.isEmpty() && !answer.isEmpty()) {
            entries.add(Entry.of(knowledgeBase, List.of(heading.split(" / ")), LocalizedText.of(answer)));
        }
    }
}
