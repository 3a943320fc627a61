package io.kefu.config;

import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/** Stops a text that nests deeper than any configuration before the composer, which recurses, runs out of stack. */
final class DepthGuard implements Parser {

    static final int MAX_DEPTH = 32;

    private final Parser parser;
    private int depth;

    DepthGuard(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
            throw new TooDeep(event);
        }
        if (event instanceof CollectionEndEvent) {
            depth--;
        }
        return event;
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    /** Carries the place; never leaves {@link YamlText}. */
    static final class TooDeep extends RuntimeException {

        private final transient Event event;

        TooDeep(Event event) {
            super("nested more than " + MAX_DEPTH + " deep");
            this.event = event;
        }

        Event event() {
            return event;
        }
    }
}
