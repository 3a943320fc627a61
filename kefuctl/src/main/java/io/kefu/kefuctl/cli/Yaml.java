package io.kefu.kefuctl.cli;

import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code -o yaml} prints: YAML 1.2 in block style, every text quoted that could be read as anything else. */
public final class Yaml {

    /** Neither a number, a date, a word with a meaning, nor with a character that has one. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./ ()+-]*[A-Za-z0-9_./)]|[A-Za-z_]");

    private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n|\\.inf|\\.nan");

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    /** A document, with a line end. */
    public static String write(Object value) {
        Yaml yaml = new Yaml();
        JsonNode tree =
                value instanceof JsonNode node ? node : JsonMapper.shared().valueToTree(value);
        if (isBlock(tree)) {
            yaml.block(tree, "");
        } else {
            yaml.text.append(scalar(tree)).append('\n');
        }
        return yaml.text.toString();
    }

    private void block(JsonNode node, String indent) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                text.append(indent).append(quoted(each.getKey())).append(':');
                value(each.getValue(), indent);
            }
        } else {
            node.forEach(each -> item(each, indent));
        }
    }

    private void value(JsonNode value, String indent) {
        if (isBlock(value)) {
            text.append('\n');
            block(value, indent + (value.isArray() ? "" : "  "));
        } else {
            text.append(' ').append(scalar(value)).append('\n');
        }
    }

    /** A list's entry: a map's first key stands on the line of the dash. */
    private void item(JsonNode item, String indent) {
        text.append(indent).append("- ");
        if (!isBlock(item)) {
            text.append(scalar(item)).append('\n');
        } else if (item.isArray()) {
            text.setLength(text.length() - 1);
            text.append('\n');
            block(item, indent + "  ");
        } else {
            Iterator<Map.Entry<String, JsonNode>> entries = item.properties().iterator();
            for (boolean first = true; entries.hasNext(); first = false) {
                Map.Entry<String, JsonNode> each = entries.next();
                text.append(first ? "" : indent + "  ")
                        .append(quoted(each.getKey()))
                        .append(':');
                value(each.getValue(), indent + "  ");
            }
        }
    }

    private static boolean isBlock(JsonNode node) {
        return node.isContainer() && !node.isEmpty();
    }

    private static String scalar(JsonNode node) {
        if (node.isContainer()) {
            return node.isArray() ? "[]" : "{}";
        }
        return node.isString() ? quoted(node.asString()) : node.isMissingNode() ? "null" : node.toString();
    }

    private static String quoted(String value) {
        boolean plain = PLAIN.matcher(value).matches() && !WORD.matcher(value).matches();
        return plain ? value : JsonMapper.shared().writeValueAsString(value);
    }
}
