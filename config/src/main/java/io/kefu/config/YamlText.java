package io.kefu.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** YAML 1.2 text to trees whose nodes know their places. */
final class YamlText {

    private static final int MAX_ALIASES = 50;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(SourceFile.MAX_BYTES)
            .build();

    private YamlText() {}

    /** The documents up to the first mistake in the syntax, which ends the file. */
    static List<Node> compose(SourceFile file, Consumer<Problem> problems) {
        List<Node> documents = new ArrayList<>();
        try {
            Composer composer = composer(file.text());
            while (composer.hasNext()) {
                documents.add(composer.next());
            }
        } catch (DepthGuard.TooDeep e) {
            problems.accept(new Problem(
                    position(file, e.event().getStartMark()),
                    ProblemCode.TOO_COMPLEX,
                    "nested more than " + DepthGuard.MAX_DEPTH + " deep",
                    "flatten it"));
        } catch (YamlEngineException e) {
            problems.accept(syntax(file, e));
        }
        return documents;
    }

    static Position position(SourceFile file, Optional<Mark> mark) {
        return mark.map(m -> new Position(file.shown(), m.getLine() + 1, m.getColumn() + 1))
                .orElseGet(() -> Position.startOf(file.shown()));
    }

    private static Composer composer(String text) {
        return new Composer(SETTINGS, new DepthGuard(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text))));
    }

    /** Only the parser's own words: its message would quote the line, which may hold a secret. */
    private static Problem syntax(SourceFile file, YamlEngineException e) {
        return switch (e) {
            case MarkedYamlEngineException marked ->
                new Problem(
                        position(file, marked.getProblemMark().or(marked::getContextMark)),
                        ProblemCode.SYNTAX,
                        "not YAML: " + marked.getProblem(),
                        "look at the indentation, quotes and brackets here and just above");
            case ReaderException reader ->
                new Problem(
                        place(file, reader.getPosition()),
                        ProblemCode.SYNTAX,
                        "a control character (U+%04X)".formatted(reader.getCodePoint()),
                        "take it out");
            default ->
                new Problem(
                        Position.startOf(file.shown()),
                        ProblemCode.TOO_COMPLEX,
                        "more than " + MAX_ALIASES + " aliases (`*name`) of lists or maps",
                        "write the values out");
        };
    }

    private static Position place(SourceFile file, int codePoints) {
        String before = file.text().substring(0, file.text().offsetByCodePoints(0, codePoints));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return new Position(file.shown(), line, column);
    }
}
