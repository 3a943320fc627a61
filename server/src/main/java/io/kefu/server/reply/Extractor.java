package io.kefu.server.reply;

import java.util.List;

/** The second stage: finds what is not a question of its own. Pure. */
@FunctionalInterface
public interface Extractor {
    Extract extract(String preprocessed);

    /**
     * What was found.
     *
     * @param text the question without the order numbers
     * @param handOver whether the visitor asks for a person
     */
    record Extract(String text, boolean handOver, List<String> orderNumbers) {
        public Extract {
            orderNumbers = List.copyOf(orderNumbers);
        }
    }
}
