package io.kefu.kefuctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists the items at one path of a server: a row each for eyes, as they came for programs. */
public abstract class ListCommand implements Callable<Integer> {

    private final Session session;
    private final String path;
    private final String kind;
    private final List<String> heads;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    /**
     * Asks {@code path}.
     *
     * @param kind of the document that programs read
     * @param heads of the columns
     */
    protected ListCommand(Session session, String path, String kind, List<String> heads) {
        this.session = session;
        this.path = path;
        this.kind = kind;
        this.heads = heads;
    }

    /** A cell for each head. */
    protected abstract List<String> row(JsonNode item);

    @Override
    public final Integer call() {
        JsonNode items = data.api().get(path).path("items");
        Map<String, Object> document = Json.document(kind);
        document.put("items", items);
        output.print(session.terminal(), document, () -> table(items));
        return ExitCode.OK.code();
    }

    private String table(JsonNode items) {
        List<List<String>> rows = new ArrayList<>();
        items.forEach(each -> rows.add(row(each)));
        return String.join("\n", Columns.of(heads, rows)) + "\n";
    }

    /** A list of words within an item. */
    protected static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(each -> words.add(each.asString()));
        return words;
    }
}
