package io.kefu.config;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;

/** Where in the file each path of a document stands. */
final class Places {

    private final SourceFile file;
    private final Map<String, Node> nodes = new HashMap<>();

    Places(SourceFile file) {
        this.file = file;
    }

    void put(String path, Node node) {
        nodes.put(path, node);
    }

    Position of(Node node) {
        return YamlText.position(file, node.getStartMark());
    }

    /** The place of the path, or of the nearest path around it. */
    Position of(String path) {
        String at = path;
        while (!nodes.containsKey(at) && !at.isEmpty()) {
            at = around(at);
        }
        return nodes.containsKey(at) ? of(nodes.get(at)) : Position.startOf(file.shown());
    }

    /** The place of a code point of the text at the path. */
    Position inside(String path, int offset) {
        Node node = nodes.get(path);
        return node == null ? of(path) : TextPlace.inside(file, node, offset);
    }

    private static String around(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
