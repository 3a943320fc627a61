package io.kefu.server.audit;

/**
 * Who made a change.
 *
 * @param id of a token its id, of an agent its name in the configuration
 * @param name what people read. Of an operator it is what the program says in whose name it was started: who may read the
 *     data directory may also say another, so it is a help to memory and no proof
 */
public record Actor(Kind kind, String id, String name) {

    /** What kind of caller. On disk and on the wire in small letters. */
    public enum Kind {
        /** Whoever can read the data directory. */
        OPERATOR,
        /** A program or a person with a token of its own. */
        TOKEN,
        AGENT,
        /** The server itself. */
        SYSTEM
    }

    public static Actor system(String part) {
        return new Actor(Kind.SYSTEM, part, part);
    }

    public static Actor operator(String saysTheName) {
        return new Actor(Kind.OPERATOR, "admin.token", saysTheName);
    }

    public static Actor token(String id, String name) {
        return new Actor(Kind.TOKEN, id, name);
    }

    public static Actor agent(String id, String name) {
        return new Actor(Kind.AGENT, id, name);
    }
}
