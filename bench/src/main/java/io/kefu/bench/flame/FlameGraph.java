package io.kefu.bench.flame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A flame graph as one SVG without a script: the width of a method is its share of the samples, callees stand above callers,
 * and each tells its name and share when it is pointed at. Shares too small to be seen are left out, so that it stays small.
 */
public final class FlameGraph {
    private static final double WIDTH = 1_200;
    private static final int ROW = 16;
    private static final int TITLE = 40;
    private static final double LEAST_WIDTH = 1.2;
    private static final double LEAST_TEXT = 36;
    private static final double CHARACTER = 6.4;
    private static final int MOST_ROWS = 90;
    /** Some 200 bytes each. */
    private static final int MOST_METHODS = 1_000;

    private final FlameNode root;
    private final String title;
    private final String subtitle;
    private final StringBuilder out = new StringBuilder();
    private final double least;
    private int rows;

    private FlameGraph(FlameNode root, String title, String subtitle) {
        this.root = root;
        this.title = title;
        this.subtitle = subtitle;
        this.least = Math.max(LEAST_WIDTH, leastOfMost());
    }

    /** Who has not this width is not among the widest; a caller is always as wide as its callees together. */
    private double leastOfMost() {
        List<Long> weights = new ArrayList<>();
        collect(root, weights);
        weights.sort(Comparator.reverseOrder());
        return weights.size() <= MOST_METHODS
                ? 0
                : WIDTH * (weights.get(MOST_METHODS) + 1) / Math.max(1, root.weight());
    }

    private static void collect(FlameNode node, List<Long> weights) {
        weights.add(node.weight());
        node.callees().forEach(callee -> collect(callee, weights));
    }

    /** Two lines of text stand above it. */
    public static String svg(FlameNode root, String title, String subtitle) {
        return new FlameGraph(root, title, subtitle).svg();
    }

    private String svg() {
        rows = Math.min(MOST_ROWS, depth(root, WIDTH));
        int height = TITLE + rows * ROW + 4;
        out.append(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" font-family="monospace" font-size="11">
                <rect width="100%%" height="100%%" fill="#fff"/>
                <text x="8" y="18" font-size="14">%s</text>
                <text x="8" y="34" fill="#555">%s. Blue is Kefu, green Java, yellow libraries.</text>
                """, WIDTH, height, escaped(title), escaped(subtitle)));
        draw(root, 0, 0);
        return out.append("</svg>\n").toString();
    }

    private double width(FlameNode node) {
        return WIDTH * node.weight() / Math.max(1, root.weight());
    }

    private int depth(FlameNode node, double width) {
        if (width < least) {
            return 0;
        }
        return 1
                + node.callees().stream()
                        .mapToInt(callee -> depth(callee, width(callee)))
                        .max()
                        .orElse(0);
    }

    private void draw(FlameNode node, double x, int row) {
        double width = width(node);
        if (width < least || row >= rows) {
            return;
        }
        int y = TITLE + (rows - 1 - row) * ROW;
        out.append(String.format(
                Locale.ROOT,
                "<g><title>%s, %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"15\" fill=\"%s\"/>",
                escaped(node.name()),
                100.0 * node.weight() / Math.max(1, root.weight()),
                x,
                y,
                width - 0.4,
                colour(node.name())));
        if (width >= LEAST_TEXT) {
            out.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\">%s</text>",
                    x + 2,
                    y + 12,
                    escaped(label(node.name(), width))));
        }
        out.append("</g>\n");
        double at = x;
        for (FlameNode callee : node.callees()) {
            draw(callee, at, row + 1);
            at += width(callee);
        }
    }

    /** The class without its package and the method, as much of it as there is room for. */
    private static String label(String name, double width) {
        int method = name.lastIndexOf('.');
        String brief = name.substring(name.lastIndexOf('.', Math.max(0, method - 1)) + 1);
        int most = (int) ((width - 4) / CHARACTER);
        return brief.length() <= most ? brief : brief.substring(0, most - 1) + "…";
    }

    private static String colour(String name) {
        if (name.startsWith("io.kefu.")) {
            return "#8fb8de";
        }
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.") || name.equals("all")
                ? "#a8d5a2"
                : "#f0d27a";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
